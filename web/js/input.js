// Pointer, wheel, touch and keys of the page, handed to web/input.cpp. Everything bubbles up from the mirror's elements
// to one container. Text does not come from here: it comes from the mirrored input fields (mirror.js).
mergeInto(LibraryManager.library, {
  dds_js_listen__deps: ['$Dds'],
  dds_js_listen: function (input) {
    const container = Dds.container;
    const modifiers = (event) =>
      (event.ctrlKey || (Dds.mac && event.metaKey) ? 1 : 0) | (event.shiftKey ? 2 : 0) | (event.altKey ? 4 : 0) | (event.metaKey ? 8 : 0);
    let touchedAt = -1e9, pressedAt = -1e9; // event.timeStamp, milliseconds

    // Whoever scrolled an element of the mirror into view (mirror.js) may press it there before the page has heard of
    // the scrolling: it stands further down in the console's picture than where it was pressed.
    let shift = [0, 0];
    const at = (event, ends) => {
      const layer = Dds.layer;
      if (!ends) shift = event.target.ddsKey ? [layer.scrollLeft, layer.scrollTop] : [0, 0];
      return [event.clientX + shift[0], event.clientY + shift[1]];
    };

    // Fingers come as pointer events, everything else as mouse events, which tell of each button by itself.
    const touch = (kind) => (event) => {
      if (event.pointerType !== 'touch') return;
      touchedAt = pressedAt = event.timeStamp;
      const [x, y] = at(event, kind > 1);
      _dds_on_touch(input, kind, event.pointerId, x, y, event.timeStamp);
    };
    container.addEventListener('pointerdown', touch(0));
    addEventListener('pointermove', touch(1));
    addEventListener('pointerup', touch(2));
    addEventListener('pointercancel', touch(3));

    // After a tap browsers make up mouse events for old pages.
    const madeUp = (event) => event.timeStamp - touchedAt < 1000;
    const mouse = (kind, event) => {
      if (madeUp(event)) return;
      const [x, y] = at(event, kind === 2);
      _dds_on_pointer(input, kind, x, y, event.button, event.detail, modifiers(event));
    };
    container.addEventListener('mousedown', (event) => {
      pressedAt = event.timeStamp;
      mouse(1, event);
      Dds.layer.scrollTo(0, 0);
      // The browser would select text and move the focus by its own idea of what was hit; the console knows better,
      // and the mirror follows it. Only a text field must take the focus now: phones open their keyboard for nothing
      // less than a focus inside the press.
      event.preventDefault();
      if (event.target.ddsText) Dds.focus(event.target);
      else if (Dds.kindOf(document.activeElement) === 0) Dds.focus(container);
    });
    // On the window: a drag that leaves the page still moves, and still ends.
    addEventListener('mousemove', (event) => mouse(0, event));
    addEventListener('mouseup', (event) => {
      pressedAt = event.timeStamp;
      mouse(2, event);
    });
    document.documentElement.addEventListener('mouseleave', (event) => {
      if (!event.buttons) mouse(3, event);
    });

    container.addEventListener('wheel', (event) => {
      if (event.ctrlKey) return; // the browser's zoom
      event.preventDefault();
      _dds_on_wheel(input, event.deltaX, event.deltaY, event.deltaMode, modifiers(event));
    }, { passive: false });
    container.addEventListener('contextmenu', (event) => {
      if (!event.target.ddsText) event.preventDefault(); // a text field keeps its menu: paste by mouse
    });

    const key = (event, down) => {
      if (down && !event.isComposing) _dds_on_catch_up(Dds.app); // it may move the focus, and the key goes along
      const target = document.activeElement;
      // What an input method eats is no key for us; its text comes as input.
      if (event.isComposing || event.keyCode === 229) return;
      // In a field of several lines Enter is text like letters; with Ctrl it is a key.
      if (event.key === 'Enter' && target.tagName === 'TEXTAREA' && !(modifiers(event) & 1)) return;
      const kind = Dds.kindOf(target);
      const handled = Dds.withText(event.code, (code) => Dds.withText(event.key, (name) =>
        _dds_on_key(input, down, code, name, modifiers(event), kind)));
      if (handled) event.preventDefault();
    };
    addEventListener('keydown', (event) => key(event, 1));
    addEventListener('keyup', (event) => key(event, 0));
    addEventListener('blur', () => _dds_on_window_focus(input, 0));
    addEventListener('focus', () => _dds_on_window_focus(input, 1));

    // A press by pointer has reached the console already. A click without one is a screen reader's or a script's.
    container.addEventListener('click', (event) => {
      const byPointer = event.timeStamp - pressedAt < 500;
      if (!byPointer && event.target.ddsKey) _dds_on_activate(Dds.app, event.target.ddsKey);
    });
  },
});
