// What the other libraries share: the page's elements, the application's address in the program's memory, and texts
// on their way in. Linked with --js-library; functions named dds_js_* are called from C++ (web/javascript.h), those
// named _dds_on_* are C++.
mergeInto(LibraryManager.library, {
  $Dds__deps: ['malloc', 'free'],
  $Dds: {
    app: 0,
    mac: false,
    container: null, // everything that a pointer or key can reach
    canvas: null,
    layer: null, // the mirror
    frameWanted: false,
    timer: 0,
    size: [0, 0], // of the canvas, device pixels
    quiet: false, // while we move the focus ourselves
    place: '', // in the console
    linkRead: null, // the address whose fragment was taken last, until its entry has a place
    moving: false, // by Back or Forward
    asks: 0, // before it is left

    // Calls back with the text in the program's memory.
    withText: function (text, use) {
      const address = allocateUTF8(text);
      const result = use(address);
      _free(address);
      return result;
    },

    isPlace: () => !!history.state && typeof history.state.dds === 'string',

    focus: function (element) {
      Dds.quiet = true;
      element.focus({ preventScroll: true });
      Dds.quiet = false;
    },

    kindOf: function (target) {
      if (!target || !target.ddsKey) return 0;
      return target.ddsText ? 2 : 1;
    },
  },

  dds_js_open__deps: ['$Dds', 'dds_js_size_changed'],
  dds_js_open: function (app) {
    Dds.app = app;
    Dds.mac = /^(Mac|iP)/.test(navigator.platform || '');
    Dds.container = document.getElementById('console');
    Dds.canvas = document.getElementById('canvas');
    Dds.layer = document.getElementById('mirror');

    // The exact number of device pixels, where the browser tells it: rounding the CSS size would blur every line.
    const observer = new ResizeObserver((entries) => {
      _dds_js_size_changed();
      const box = entries[0].devicePixelContentBoxSize;
      // Some say something else than pixels of the screen there (a phone that is only pretended): a pixel of rounding
      // is what it is for, not another scale.
      const near = box && Math.abs(box[0].inlineSize - Dds.size[0]) <= 2 && Math.abs(box[0].blockSize - Dds.size[1]) <= 2;
      if (near) Dds.size = [box[0].inlineSize, box[0].blockSize];
      _dds_on_page(app, 0);
    });
    try {
      observer.observe(Dds.canvas, { box: 'device-pixel-content-box' });
    } catch (unknownBox) {
      observer.observe(Dds.canvas);
    }
    // Moving the window to another screen changes the scale without changing the size; a query matches one scale only.
    const watchScale = () => {
      matchMedia('(resolution: ' + devicePixelRatio + 'dppx)').addEventListener('change', () => {
        _dds_js_size_changed();
        _dds_on_page(app, 0);
        watchScale();
      }, { once: true });
    };
    watchScale();
    _dds_js_size_changed();

    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => _dds_on_page(app, 0));
    matchMedia('(pointer: coarse)').addEventListener('change', () => _dds_on_page(app, 0));
    document.addEventListener('visibilitychange', () => _dds_on_page(app, 0));
    // An entry of the browser's history that has a place of the console is no link, whatever its fragment.
    addEventListener('hashchange', () => { if (!Dds.isPlace()) _dds_on_page(app, 3); });
    addEventListener('popstate', () => {
      if (!Dds.isPlace()) return;
      Dds.place = history.state.dds;
      Dds.moving = true;
      Dds.withText(Dds.place, (place) => _dds_on_place(app, place));
      Dds.moving = false;
    });
    addEventListener('beforeunload', (event) => {
      if (!Dds.asks) return;
      event.preventDefault();
      event.returnValue = true; // for browsers that do not know the above
    });
    Dds.canvas.addEventListener('webglcontextlost', (event) => {
      event.preventDefault(); // otherwise it is never given back
      _dds_on_page(app, 1);
    });
    Dds.canvas.addEventListener('webglcontextrestored', () => _dds_on_page(app, 2));
  },

  dds_js_size_changed__deps: ['$Dds'],
  dds_js_size_changed: function () {
    Dds.size = [Math.round(Dds.canvas.clientWidth * devicePixelRatio), Math.round(Dds.canvas.clientHeight * devicePixelRatio)];
  },

  // Sets the drawing buffer to the canvas' size; right before drawing, since it clears what is on screen.
  dds_js_fit_canvas__deps: ['$Dds'],
  dds_js_fit_canvas: function (out) {
    const [width, height] = Dds.size;
    if (Dds.canvas.width !== width) Dds.canvas.width = width;
    if (Dds.canvas.height !== height) Dds.canvas.height = height;
    HEAPF32[out >> 2] = width;
    HEAPF32[(out >> 2) + 1] = height;
    HEAPF32[(out >> 2) + 2] = devicePixelRatio;
    HEAPF32[(out >> 2) + 3] = matchMedia('(pointer: coarse)').matches ? 1 : 0;
  },

  dds_js_request_frame__deps: ['$Dds'],
  dds_js_request_frame: function () {
    if (Dds.frameWanted) return;
    Dds.frameWanted = true;
    requestAnimationFrame(() => {
      Dds.frameWanted = false;
      _dds_on_frame(Dds.app);
    });
  },

  // One timer at most; a negative time only ends it.
  dds_js_wake_in__deps: ['$Dds'],
  dds_js_wake_in: function (milliseconds) {
    clearTimeout(Dds.timer);
    // Browsers count in 32 bits: a longer time would fire at once. Waking early does no harm.
    if (milliseconds >= 0) Dds.timer = setTimeout(() => _dds_on_timer(Dds.app), Math.min(milliseconds, 0x7fffffff));
  },

  dds_js_drawn: function () {
    performance.mark('dds-first-frame');
    dispatchEvent(new Event('dds-drawn')); // boot.js takes its loading state away
  },

  // A new place is a new entry, so that Back leads to the one before. Its address has no fragment: what a link said is the
  // matter of the entry that it opened.
  dds_js_place__deps: ['$Dds'],
  dds_js_place: function (place, asks) {
    Dds.asks = asks;
    place = UTF8ToString(place);
    const known = Dds.isPlace();
    if (known && place === Dds.place) return;
    // A frame between the opening of a link and the browser's word of it: the entry is the link's until it was read.
    if (!known && location.hash && Dds.linkRead !== location.href) return;
    Dds.linkRead = null;
    // A place that is not there any more must not lead forward again: the entry takes what is shown instead.
    if (known && Dds.place && !Dds.moving) history.pushState({ dds: place }, '', location.pathname + location.search);
    else history.replaceState({ dds: place }, '');
    Dds.place = place;
  },
  dds_js_kept_place__deps: ['$Dds'],
  dds_js_kept_place: function () {
    return Dds.isPlace() ? allocateUTF8(history.state.dds) : 0;
  },

  dds_js_set_cursor__deps: ['$Dds'],
  dds_js_set_cursor: function (cursor) {
    Dds.container.style.cursor = UTF8ToString(cursor);
  },
});
