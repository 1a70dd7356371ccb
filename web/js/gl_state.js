// ImGui's renderer asks for the state of WebGL before it draws and puts it back afterwards. Each question makes the page
// wait until the browser's graphics process has caught up with all that was asked of it before. Nobody else draws here:
// between two frames the state is the one that a new context has, and the answers are known.
mergeInto(LibraryManager.library, {
  $DdsGlState: {
    values: {
      0x821B: 3, // MAJOR_VERSION
      0x821C: 0, // MINOR_VERSION
      0x821D: 0, // NUM_EXTENSIONS: none is used
      0x84E0: 0x84C0, // ACTIVE_TEXTURE: TEXTURE0
      0x8B8D: 0, // CURRENT_PROGRAM
      0x8069: 0, // TEXTURE_BINDING_2D
      0x8919: 0, // SAMPLER_BINDING
      0x8894: 0, // ARRAY_BUFFER_BINDING
      0x85B5: 0, // VERTEX_ARRAY_BINDING
      0x80C9: 1, // BLEND_SRC_RGB: ONE
      0x80C8: 0, // BLEND_DST_RGB: ZERO
      0x80CB: 1, // BLEND_SRC_ALPHA: ONE
      0x80CA: 0, // BLEND_DST_ALPHA: ZERO
      0x8009: 0x8006, // BLEND_EQUATION_RGB: FUNC_ADD
      0x883D: 0x8006, // BLEND_EQUATION_ALPHA: FUNC_ADD
    },
  },

  glGetIntegerv__sig: 'vii',
  glGetIntegerv__deps: ['$DdsGlState'],
  glGetIntegerv: function (name, out) {
    if (name === 0x0BA2 || name === 0x0C10) { // VIEWPORT, SCISSOR_BOX
      HEAP32.set([0, 0, GLctx.drawingBufferWidth, GLctx.drawingBufferHeight], out >> 2);
      return;
    }
    const known = DdsGlState.values[name];
    HEAP32[out >> 2] = known === undefined ? Number(GLctx.getParameter(name)) : known;
  },

  // Shaders are fixed texts that either link or do not: to ask for each before the first frame would wait for the
  // compiler. The program is looked at once that frame is drawn.
  glGetShaderiv__sig: 'viii',
  glGetShaderiv: function (shader, name, out) {
    HEAP32[out >> 2] = name === 0x8B81 ? 1 : 0; // COMPILE_STATUS; no log
  },

  glGetProgramiv__sig: 'viii',
  glGetProgramiv: function (program, name, out) {
    HEAP32[out >> 2] = name === 0x8B82 ? 1 : 0; // LINK_STATUS; no log
    if (name !== 0x8B82) return;
    const gl = GLctx;
    const linked = GL.programs[program];
    setTimeout(() => {
      const inUse = GL.programs[program] === linked && !gl.isContextLost();
      if (inUse && !gl.getProgramParameter(linked, gl.LINK_STATUS)) abort('WebGL did not take the shaders');
    });
  },

  // Blending, scissors and the like: switched on for drawing and off again.
  glIsEnabled__sig: 'ii',
  glIsEnabled: function () {
    return 0;
  },
});
