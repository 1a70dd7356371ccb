// window.fetch for web/fetch_transport.cpp. An AbortController ends a request; what failed is told as a number (the
// order of Failure in fetch_transport.cpp). Never a cookie, a cache, a referrer or a redirect.
mergeInto(LibraryManager.library, {
  $DdsFetch__deps: ['$Dds'],
  $DdsFetch__postset: 'DdsFetch.running = new Map();', // a Map does not survive being copied into the program
  $DdsFetch: {
    running: null, // handle -> {controller, why}

    end: function (transport, handle, failure) {
      const request = DdsFetch.running.get(handle);
      if (!request) return;
      clearTimeout(request.timer);
      DdsFetch.running.delete(handle);
      if (failure >= 0) _dds_on_failure(transport, handle, failure);
    },

    read: async function (response, limit) {
      const parts = [];
      let size = 0;
      const reader = response.body ? response.body.getReader() : null;
      for (;;) {
        const part = reader ? await reader.read() : { done: true };
        if (part.done) return { parts, size };
        size += part.value.length;
        if (size > limit) return null;
        parts.push(part.value);
      }
    },

    run: async function (transport, handle, url, options, limit) {
      const request = DdsFetch.running.get(handle);
      // 0 no answer, 1 cancelled, 2 timed out, 3 lost, 4 too large, 5 redirect
      let response;
      try {
        response = await fetch(url, options);
      } catch (error) {
        return DdsFetch.end(transport, handle, request.why || 0);
      }
      if (response.type === 'opaqueredirect') return DdsFetch.end(transport, handle, 5);
      let body;
      try {
        body = await DdsFetch.read(response, limit);
      } catch (error) {
        return DdsFetch.end(transport, handle, request.why || 3);
      }
      // Cancelled or dropped while the last bytes came.
      if (!DdsFetch.running.has(handle)) return;
      if (request.why) return DdsFetch.end(transport, handle, request.why);
      if (!body) {
        DdsFetch.end(transport, handle, 4);
        return request.controller.abort();
      }
      let headers = '';
      response.headers.forEach((value, name) => { headers += name + ': ' + value + '\n'; });
      let room = _dds_on_answer(transport, handle, response.status, body.size);
      // HEAPU8 only from here on: the call above may have moved the memory.
      for (const part of body.parts) {
        HEAPU8.set(part, room);
        room += part.length;
      }
      DdsFetch.end(transport, handle, -1);
      Dds.withText(headers, (text) => _dds_on_answered(transport, handle, text));
    },
  },

  dds_js_fetch__deps: ['$DdsFetch'],
  dds_js_fetch: function (transport, handle, method, url, headerLines, body, bodySize, timeout, limit) {
    const headers = UTF8ToString(headerLines).split('\n').filter((line) => line).map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1)];
    });
    const controller = new AbortController();
    const request = { controller, why: 0, timer: 0 };
    request.timer = setTimeout(() => {
      request.why = 2;
      controller.abort();
    }, Math.min(timeout, 0x7fffffff));
    DdsFetch.running.set(handle, request);
    DdsFetch.run(transport, handle, UTF8ToString(url), {
      method: UTF8ToString(method),
      headers,
      body: bodySize ? HEAPU8.slice(body, body + bodySize) : undefined,
      mode: 'cors',
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'manual',
      referrerPolicy: 'no-referrer',
      signal: controller.signal,
    }, limit);
  },

  dds_js_abort__deps: ['$DdsFetch'],
  dds_js_abort: function (handle) {
    const request = DdsFetch.running.get(handle);
    if (!request) return;
    request.why = request.why || 1;
    request.controller.abort();
  },

  // Ends all without telling anybody.
  dds_js_abort_all__deps: ['$DdsFetch'],
  dds_js_abort_all: function () {
    for (const request of DdsFetch.running.values()) {
      clearTimeout(request.timer);
      request.controller.abort();
    }
    DdsFetch.running.clear();
  },
});
