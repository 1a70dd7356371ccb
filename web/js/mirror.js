// The mirror: transparent elements with ARIA roles over the canvas, one for each widget of the console, so that screen
// readers, input methods, the keyboard and tests meet the console as a page. web/mirror.cpp tells what changed; here
// elements are kept and moved, never made anew for the same widget. Mirrored text fields are the source of the text.
mergeInto(LibraryManager.library, {
  $DdsMirror__deps: ['$Dds'],
  $DdsMirror__postset: 'DdsMirror.elements = new Map();', // a Map does not survive being copied into the program
  $DdsMirror: {
    elements: null,
    composing: null, // the field that an input method is writing into

    // Tag and attributes by role; the order is that of shell::Role.
    roles: [
      ['button', null], ['input', 'checkbox'], ['input', 'radio'], ['input', 'text'], ['button', 'combobox'],
      ['div', 'option'], ['button', 'tab'], ['button', 'link'], ['div', 'row'], ['button', 'menuitem'],
      ['h2', null], ['div', 'status'], ['div', 'alert'], ['div', 'region'], ['div', 'progressbar'],
    ],
    DISABLED: 1, CHECKED: 2, SELECTED: 4, EXPANDED: 8, SECRET: 16, MULTILINE: 32, HIDDEN: 64,

    make: function (key, role, flags) {
      const [tag, kind] = DdsMirror.roles[role];
      const multiline = role === 3 && (flags & DdsMirror.MULTILINE);
      const element = document.createElement(multiline ? 'textarea' : tag);
      element.ddsKey = key;
      element.ddsMade = role * 256 + (flags & (DdsMirror.SECRET | DdsMirror.MULTILINE));
      element.ddsText = role === 3;
      element.id = 'w' + key;
      if (tag === 'button') element.type = 'button';
      if (tag === 'input' && !multiline) element.type = role === 3 && (flags & DdsMirror.SECRET) ? 'password' : kind;
      else if (kind && tag !== 'input') element.setAttribute('role', kind);
      if (role === 3) {
        element.autocomplete = 'off';
        element.spellcheck = false;
        element.setAttribute('autocapitalize', 'off');
        element.setAttribute('autocorrect', 'off');
      }
      if (role === 14) {
        element.setAttribute('aria-valuemin', '0');
        element.setAttribute('aria-valuemax', '100');
      }
      if (role >= 10) element.className = 'still'; // lets the pointer through
      return element;
    },

    attribute: function (element, name, value) {
      if (value === null) element.removeAttribute(name);
      else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    },

    // Positions in JavaScript's text (16-bit units) from and to the program's (characters).
    characters: function (text, units) {
      let count = units;
      for (let i = 0; i < units; ++i) { // the second halves of those that take two
        const unit = text.charCodeAt(i);
        if (unit >= 0xdc00 && unit < 0xe000) --count;
      }
      return count;
    },
    units: function (text, characters) {
      let at = 0;
      for (const character of text) {
        if (characters-- <= 0) break;
        at += character.length;
      }
      return at;
    },

    // Field, anchor and caret in characters; null while none has the focus.
    selection: function () {
      const element = document.activeElement;
      if (!element || !element.ddsText || DdsMirror.composing) return null;
      const forward = element.selectionDirection !== 'backward';
      const start = DdsMirror.characters(element.value, element.selectionStart);
      const end = DdsMirror.characters(element.value, element.selectionEnd);
      return [element.ddsKey, forward ? start : end, forward ? end : start];
    },

    sendSelection: function () {
      const selection = DdsMirror.selection();
      if (selection) _dds_on_selection(Dds.app, selection[0], selection[1], selection[2]);
    },

    sendText: function (element) {
      Dds.withText(element.value, (text) =>
        _dds_on_text(Dds.app, element.ddsKey, text, DdsMirror.characters(element.value, element.selectionEnd)));
    },
  },

  // A script, a screen reader or a voice scrolled an element into view that lies below the fold of some panel. It is
  // the console that can scroll there: the mirror goes back over its picture, and the console takes the focus to what
  // was wanted: the element that was just focused, if it does not lie within the picture, and otherwise what stands
  // nearest to the middle now.
  $DdsReveal__deps: ['$DdsMirror'],
  $DdsReveal: function () {
    const layer = Dds.layer;
    if (!layer.scrollLeft && !layer.scrollTop) return;
    const x = layer.scrollLeft + layer.clientWidth / 2, y = layer.scrollTop + layer.clientHeight / 2;
    const focused = document.activeElement;
    if (focused && focused.ddsKey && (focused.offsetTop < 0 || focused.offsetTop + focused.offsetHeight > layer.clientHeight ||
        focused.offsetLeft < 0 || focused.offsetLeft + focused.offsetWidth > layer.clientWidth)) {
      layer.scrollTo(0, 0); // the console knows of the focus already, and scrolls there
      return;
    }
    let nearest = null, least = Infinity;
    for (const element of DdsMirror.elements.values()) {
      if (element.className === 'still') continue;
      const distance = (layer.scrollLeft && Math.abs(element.offsetLeft + element.offsetWidth / 2 - x)) +
        (layer.scrollTop && Math.abs(element.offsetTop + element.offsetHeight / 2 - y)) -
        (element.style.pointerEvents === 'none' ? 1 : 0); // of two side by side it is rather the one that is not seen
      if (distance < least) least = distance, nearest = element;
    }
    layer.scrollTo(0, 0);
    if (nearest && nearest.style.pointerEvents === 'none') nearest.focus({ preventScroll: true }); // and the console follows
  },

  dds_js_mirror_open__deps: ['$DdsMirror', '$DdsReveal'],
  dds_js_mirror_open: function () {
    const layer = Dds.layer;
    layer.addEventListener('focusin', (event) => {
      if (!Dds.quiet && event.target.ddsKey) _dds_on_focus(Dds.app, event.target.ddsKey);
    });
    layer.addEventListener('beforeinput', (event) => { // what comes without a key: input methods, pasting by menu
      if (event.target.ddsText && !DdsMirror.composing) _dds_on_catch_up(Dds.app);
    });
    layer.addEventListener('input', (event) => {
      if (event.target.ddsText) DdsMirror.sendText(event.target);
    });
    layer.addEventListener('compositionstart', (event) => {
      DdsMirror.composing = event.target;
    });
    layer.addEventListener('compositionend', (event) => {
      DdsMirror.composing = null;
      DdsMirror.sendText(event.target); // not every browser sends an input event after it
    });
    layer.addEventListener('scroll', DdsReveal);
    document.addEventListener('selectionchange', DdsMirror.sendSelection);
    layer.addEventListener('keyup', DdsMirror.sendSelection); // where selectionchange leaves out input fields
  },

  dds_js_mirror_put__deps: ['$DdsMirror'],
  dds_js_mirror_put: function (key, role, flags, x, y, width, height, labelText, valueText, descriptionText) {
    const M = DdsMirror;
    const label = UTF8ToString(labelText), value = UTF8ToString(valueText), description = UTF8ToString(descriptionText);
    key >>>= 0; // ids are unsigned
    let element = M.elements.get(key);
    if (element && element.ddsMade !== role * 256 + (flags & (M.SECRET | M.MULTILINE))) {
      element.remove();
      element = null;
    }
    if (!element) {
      element = M.make(key, role, flags);
      M.elements.set(key, element);
      Dds.layer.append(element); // its place comes with the order
    }
    const style = element.style;
    style.left = x + 'px';
    style.top = y + 'px';
    style.width = width + 'px';
    style.height = height + 'px';
    const unseen = flags & M.HIDDEN ? 'none' : '';
    if (style.pointerEvents !== unseen) style.pointerEvents = unseen;

    const spoken = role === 11 || role === 12; // status, alert: their text is what is read out
    M.attribute(element, 'aria-label', spoken || role === 10 ? null : label);
    M.attribute(element, 'aria-description', description || null);
    M.attribute(element, 'aria-disabled', flags & M.DISABLED ? 'true' : null);
    if (role < 10) {
      const stop = flags & M.DISABLED ? -1 : 0;
      if (element.tabIndex !== stop || !element.hasAttribute('tabindex')) element.tabIndex = stop;
    }
    if (role === 1 || role === 2) {
      element.checked = !!(flags & M.CHECKED);
    } else if (role === 3) {
      M.attribute(element, 'aria-invalid', description && !(flags & M.DISABLED) ? 'true' : null);
      // A secret's text never comes from here, and what an input method is writing is not ours to change.
      if (!(flags & M.SECRET) && M.composing !== element && element.value !== value) element.value = value;
      element.readOnly = !!(flags & M.DISABLED);
    } else if (role === 14) {
      M.attribute(element, 'aria-valuenow', /^\d+/.test(value) ? String(parseInt(value, 10)) : null);
      M.attribute(element, 'aria-valuetext', value || null);
    } else {
      const text = spoken || role === 10 ? (value && value !== label ? (label ? label + ': ' : '') + value : label) : value;
      if (element.textContent !== text) element.textContent = text;
    }
    const selected = flags & M.SELECTED ? 'true' : 'false';
    if (role === 5 || role === 6 || role === 8) M.attribute(element, 'aria-selected', selected);
    else if (role === 0 || role === 7) M.attribute(element, 'aria-current', flags & M.SELECTED ? 'page' : null);
    if (role === 4 || flags & M.EXPANDED || element.hasAttribute('aria-expanded')) {
      M.attribute(element, 'aria-expanded', flags & M.EXPANDED ? 'true' : 'false');
    }
  },

  dds_js_mirror_remove__deps: ['$DdsMirror'],
  dds_js_mirror_remove: function (key) {
    const element = DdsMirror.elements.get(key >>> 0);
    if (!element) return;
    if (element === document.activeElement) Dds.focus(Dds.container); // not the page's body, where keys get lost
    if (element === DdsMirror.composing) DdsMirror.composing = null;
    element.remove();
    DdsMirror.elements.delete(key >>> 0);
  },

  // Puts the elements into the order of the keys, moving as few as possible: moving one takes its focus away.
  dds_js_mirror_order__deps: ['$DdsMirror'],
  dds_js_mirror_order: function (keys, count) {
    const focused = document.activeElement;
    let next = Dds.layer.firstChild;
    for (let i = 0; i < count; ++i) {
      const element = DdsMirror.elements.get(HEAPU32[(keys >> 2) + i]);
      if (element === next) next = next.nextSibling;
      else Dds.layer.insertBefore(element, next);
    }
    if (focused !== document.activeElement && focused && focused.ddsKey) Dds.focus(focused);
  },

  // 0: the focus is on no widget.
  dds_js_mirror_focus__deps: ['$DdsMirror'],
  dds_js_mirror_focus: function (key) {
    const element = key ? DdsMirror.elements.get(key >>> 0) : null;
    const active = document.activeElement;
    if (element) {
      if (element !== active) Dds.focus(element);
    } else if (active && active.ddsKey) {
      Dds.focus(Dds.container);
    }
  },

  // The selection as it stands, which selectionchange tells only later: key, anchor and caret into `out`; 0 for none.
  dds_js_mirror_selection__deps: ['$DdsMirror'],
  dds_js_mirror_selection: function (out) {
    const selection = DdsMirror.selection();
    if (!selection) return 0;
    HEAPU32[out >> 2] = selection[0];
    HEAP32[(out >> 2) + 1] = selection[1];
    HEAP32[(out >> 2) + 2] = selection[2];
    return 1;
  },

  // Text and selection of the field that has the caret in the console, from `anchor` to `caret` in characters.
  dds_js_mirror_text__deps: ['$DdsMirror'],
  dds_js_mirror_text: function (key, textAddress, anchor, caret) {
    const element = DdsMirror.elements.get(key >>> 0);
    if (!element || DdsMirror.composing === element) return;
    const text = UTF8ToString(textAddress);
    if (element.value !== text) element.value = text;
    if (element !== document.activeElement) return;
    const from = DdsMirror.units(text, Math.min(anchor, caret)), to = DdsMirror.units(text, Math.max(anchor, caret));
    if (element.selectionStart !== from || element.selectionEnd !== to) {
      element.setSelectionRange(from, to, caret < anchor ? 'backward' : 'forward');
    }
  },
});
