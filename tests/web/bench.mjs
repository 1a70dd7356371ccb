// Figures of the page in a browser, as one JSON object on the last line; `./dev bench` sets them beside their budgets.
// Real time in headless Chromium that draws in software: the machine's noise is in them, so that the median counts.
import * as h from './harness.mjs';

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

// From the start of the navigation to the end of the console's first frame, everything cached but the page opened anew.
async function firstFrame(page, origin) {
  const times = [];
  await page.goto(origin);
  await h.drawn(page);
  for (let i = 0; i < 7; i++) {
    await page.goto('about:blank');
    // The browser still puts the last console away, which nobody waits for who opens the page.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    await page.goto(origin);
    await h.drawn(page);
    times.push(await page.evaluate(() => performance.getEntriesByName('dds-first-frame')[0].startTime));
  }
  return median(times);
}

// Five seconds in which nobody does anything: frames that the console asks for, and what the main thread works.
async function idle(page) {
  await h.connected(page);
  await h.settled(page);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const worked = async () => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find((metric) => metric.name === 'TaskDuration').value * 1000;
  };
  await page.evaluate(() => {
    const native = window.requestAnimationFrame.bind(window);
    window.framesOfTheConsole = 0;
    window.requestAnimationFrame = (callback) => native((time) => {
      window.framesOfTheConsole++;
      callback(time);
    });
  });
  const before = await worked();
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  const after = await worked();
  return { frames: await page.evaluate(() => window.framesOfTheConsole), mainThread: after - before };
}

const [browser, server] = await Promise.all([h.launch(), h.serve()]);
try {
  const { page } = await h.openPage(browser);
  const first = await firstFrame(page, server.origin);
  const { frames, mainThread } = await idle(page);
  console.log(JSON.stringify({ first_frame_ms: first, idle_frames: frames, idle_main_thread_ms: mainThread }));
} finally {
  await browser.close();
  await server.stop();
}
