// Services of the browser for web/browser_host.cpp: random numbers, time zone, small memory, clipboard, links, glyphs.
mergeInto(LibraryManager.library, {
  dds_js_number: function (text) {
    return Number(UTF8ToString(text));
  },

  dds_js_random: function (bytes, count) {
    const random = new Uint8Array(count); // getRandomValues refuses memory that is shared or may grow
    crypto.getRandomValues(random);
    HEAPU8.set(random, bytes);
  },

  dds_js_utc_offset: function (milliseconds) {
    return -new Date(milliseconds).getTimezoneOffset() || 0;
  },

  // Storage may be switched off or full: then the console forgets its small choices; what must not be forgotten asks for the
  // answer.
  dds_js_save: function (key, value) {
    try {
      localStorage.setItem('dds.' + UTF8ToString(key), UTF8ToString(value));
      return 1;
    } catch (blocked) {
      return 0;
    }
  },
  dds_js_load: function (key) {
    try {
      const value = localStorage.getItem('dds.' + UTF8ToString(key));
      return value === null ? 0 : allocateUTF8(value);
    } catch (blocked) {
      return 0;
    }
  },

  // Journals: of the run of many, item dds.journal.0, .1, ... for each line; of anything else, dds.journal.NAME.0, .1, ...
  // Whoever holds one has a lock of its name. That of the run of many is asked for once and kept for the life of the tab;
  // a tab that waits for it gets it when the other one is closed. The others are let go with their journal.
  $DdsJournal: {
    held: false,
    locks: {}, // name -> what lets it go
    lines: {}, // name -> how many stand there
    prefix: (name) => 'dds.journal.' + (name ? name + '.' : ''),
    lock: function () {
      navigator.locks.request('dds.journal', () => {
        DdsJournal.held = true;
        return new Promise(() => {});
      }).catch(() => {}); // refused for this page: never held
    },
    // What a closed tab left of a deletion: without its first line the rest means nothing.
    clear: function (name) {
      const prefix = DdsJournal.prefix(name);
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(prefix) && /^\d+$/.test(key.slice(prefix.length))) localStorage.removeItem(key);
      }
    },
  },
  $DdsJournal__postset: 'if (typeof navigator === "object" && navigator.locks) DdsJournal.lock();',
  dds_js_journal_open__deps: ['$DdsJournal'],
  dds_js_journal_open: function () {
    if (!navigator.locks) return 2;
    return DdsJournal.held ? 0 : 1;
  },
  dds_js_journal_claim__deps: ['$DdsJournal'],
  dds_js_journal_claim: function (host, number, name) {
    name = UTF8ToString(name);
    const answer = (code) => _dds_on_journal(host, number, code);
    if (!navigator.locks) return void setTimeout(answer, 0, 2);
    navigator.locks.request('dds.journal.' + name, { ifAvailable: true }, (lock) => {
      if (!lock) return answer(1);
      return new Promise((release) => {
        DdsJournal.locks[name] = release;
        answer(0);
      });
    }).catch(() => answer(3));
  },
  dds_js_journal_release__deps: ['$DdsJournal'],
  dds_js_journal_release: function (name) {
    name = UTF8ToString(name);
    if (DdsJournal.locks[name]) DdsJournal.locks[name]();
    delete DdsJournal.locks[name];
  },
  dds_js_journal_names: function () {
    try {
      const names = Object.keys(localStorage).map((key) => /^dds\.journal\.([\w-]+)\.0$/.exec(key));
      return allocateUTF8(names.filter(Boolean).map((match) => match[1]).join('\n'));
    } catch (blocked) {
      return 0;
    }
  },
  // 0 where nothing may be stored.
  dds_js_journal_text__deps: ['$DdsJournal'],
  dds_js_journal_text: function (name) {
    name = UTF8ToString(name);
    const prefix = DdsJournal.prefix(name);
    try {
      if (localStorage.getItem(prefix + 0) === null) DdsJournal.clear(name);
      let text = '', count = 0;
      for (let line; (line = localStorage.getItem(prefix + count)) !== null; ++count) text += line;
      DdsJournal.lines[name] = count;
      return allocateUTF8(text);
    } catch (blocked) {
      return 0;
    }
  },
  dds_js_journal_append__deps: ['$DdsJournal'],
  dds_js_journal_append: function (name, line) {
    name = UTF8ToString(name);
    try {
      localStorage.setItem(DdsJournal.prefix(name) + DdsJournal.lines[name], UTF8ToString(line));
      ++DdsJournal.lines[name];
      return 1;
    } catch (full) {
      return 0;
    }
  },
  dds_js_journal_keep__deps: ['$DdsJournal'],
  dds_js_journal_keep: function (name, lines) {
    name = UTF8ToString(name);
    const prefix = DdsJournal.prefix(name);
    try {
      if (lines === 0) localStorage.removeItem(prefix + 0); // first: all is forgotten with it, at once
      if (lines === 0) DdsJournal.clear(name);
      else while (DdsJournal.lines[name] > lines) localStorage.removeItem(prefix + --DdsJournal.lines[name]);
      DdsJournal.lines[name] = lines;
      return 1;
    } catch (blocked) {
      return 0;
    }
  },

  dds_js_copy: function (address) {
    const text = UTF8ToString(address);
    const byEvent = () => {
      document.addEventListener('copy', (event) => {
        event.clipboardData.setData('text/plain', text);
        event.preventDefault();
      }, { once: true, capture: true });
      document.execCommand('copy');
    };
    // Not there without https (but on this machine); refused without a press shortly before.
    if (navigator.clipboard) navigator.clipboard.writeText(text).catch(byEvent);
    else byEvent();
  },

  // As a download. The address lives as long as the browser needs to fetch from it.
  dds_js_save_file: function (name, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([UTF8ToString(text)], { type: 'application/octet-stream' }));
    link.download = UTF8ToString(name);
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  },

  dds_js_open_link: function (address) {
    window.open(UTF8ToString(address), '_blank', 'noopener,noreferrer');
  },

  dds_js_prefers_dark: function () {
    return matchMedia('(prefers-color-scheme: dark)').matches ? 1 : 0;
  },

  // What dds serve told the page (config.json), or 0.
  dds_js_config: function () {
    return Module['config'] ? allocateUTF8(Module['config']) : 0;
  },
  dds_js_page_origin: function () {
    return allocateUTF8(location.origin);
  },
  dds_js_page_url: function () {
    return allocateUTF8(location.origin + location.pathname);
  },
  dds_js_fragment__deps: ['$Dds'],
  dds_js_fragment: function () {
    Dds.linkRead = location.href;
    return allocateUTF8(location.hash);
  },

  // Draws a character with the system's fonts. Gives an address to be freed: width, height (int), advance, left, top
  // (float), then the coverage; 0 when no font has it. `baseline` is counted from the bitmap's own top.
  $DdsGlyphs: {
    context: null,
    draw: function (text, em) {
      const side = Math.ceil(em * 2);
      if (!DdsGlyphs.context) {
        DdsGlyphs.context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
      }
      const context = DdsGlyphs.context;
      context.canvas.width = context.canvas.height = side; // clears it, too
      context.font = em + 'px system-ui, sans-serif';
      context.textBaseline = 'alphabetic';
      context.fillStyle = '#000';
      const origin = Math.round(em / 2);
      const baseline = Math.round(em * 1.4);
      context.fillText(text, origin, baseline);
      const pixels = context.getImageData(0, 0, side, side).data;
      let left = side, right = -1, top = side, bottom = -1;
      for (let y = 0; y < side; ++y) {
        for (let x = 0; x < side; ++x) {
          if (!pixels[(y * side + x) * 4 + 3]) continue;
          if (x < left) left = x;
          if (x > right) right = x;
          if (y < top) top = y;
          bottom = y;
        }
      }
      const width = Math.max(0, right - left + 1), height = Math.max(0, bottom - top + 1);
      const coverage = new Uint8Array(width * height);
      for (let y = 0; y < height; ++y) {
        for (let x = 0; x < width; ++x) coverage[y * width + x] = pixels[((top + y) * side + left + x) * 4 + 3];
      }
      return { width, height, coverage, left: left - origin, above: top - baseline, advance: context.measureText(text).width };
    },
  },
  dds_js_glyph__deps: ['$DdsGlyphs', 'malloc'],
  dds_js_glyph: function (codePoint, em) {
    const glyph = DdsGlyphs.draw(String.fromCodePoint(codePoint), em);
    if (!glyph.width) return 0;
    // A font that lacks a character draws its empty box instead, the same one for all.
    const box = DdsGlyphs.draw(String.fromCodePoint(0x10ffff), em);
    if (box.width === glyph.width && box.height === glyph.height && box.coverage.every((value, i) => value === glyph.coverage[i])) return 0;
    const address = _malloc(20 + glyph.coverage.length);
    HEAP32[address >> 2] = glyph.width;
    HEAP32[(address >> 2) + 1] = glyph.height;
    HEAPF32[(address >> 2) + 2] = glyph.advance;
    HEAPF32[(address >> 2) + 3] = glyph.left;
    HEAPF32[(address >> 2) + 4] = glyph.above;
    HEAPU8.set(glyph.coverage, address + 20);
    return address;
  },
});
