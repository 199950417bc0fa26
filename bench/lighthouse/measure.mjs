// One run of Lighthouse after another, each in a browser of its own, as one who is signed in.
//
//     node measure.mjs '{"address", "cookies": [[name, value]], "pages": {name: path}, "runs",
//                        "chromium", "flags": [], "applied", "out"}'
//
// Prints a line of JSON for each run, and leaves the whole reports in `out`. `applied`: Chromium
// really slows line and processor, instead of Lighthouse reckoning what would have been.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import puppeteer from "puppeteer-core";

const CATEGORIES = ["performance", "accessibility", "best-practices"];
const FIGURES = {
  fcp: "first-contentful-paint", lcp: "largest-contentful-paint", speed_index: "speed-index",
  tbt: "total-blocking-time", interactive: "interactive", cls: "cumulative-layout-shift",
};
const SLOW = { requestLatencyMs: 150, downloadThroughputKbps: 1600, uploadThroughputKbps: 750, cpuSlowdownMultiplier: 4 };
const TRIES = 3; // on a busy machine a trace may miss its beginning
const asked = JSON.parse(process.argv[2]);

async function run(path) {
  const chrome = await launch({ chromePath: asked.chromium, chromeFlags: ["--headless=new", ...asked.flags] });
  try {
    // Chromium sends no cookie that is given as an extra header, and Lighthouse keeps the browser's.
    const browser = await puppeteer.connect({ browserURL: `http://127.0.0.1:${chrome.port}` });
    await browser.setCookie(...asked.cookies.map(([name, value]) => ({ name, value, domain: new URL(asked.address).hostname })));
    await browser.disconnect();
    const done = await lighthouse(asked.address + path, {
      port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error",
      ...(asked.applied && { throttlingMethod: "devtools", throttling: SLOW }),
    });
    return done.lhr;
  } finally {
    chrome.kill();
  }
}

function found({ categories, audits, finalDisplayedUrl, runtimeError }) {
  const scores = CATEGORIES.map((name) => [name, 100 * categories[name].score]);
  const figures = Object.entries(FIGURES).map(([name, audit]) => [name, audits[audit].numericValue]);
  const lost = Object.values(categories).flatMap(({ auditRefs }) => auditRefs)
    .filter(({ id, weight }) => weight && audits[id].score !== null && audits[id].score < 0.9);
  return {
    ...Object.fromEntries([...scores, ...figures]),
    address: finalDisplayedUrl, error: runtimeError?.message ?? "", lost: lost.map(({ id }) => id),
  };
}

for (let round = 1; round <= asked.runs; round += 1) {
  for (const [name, path] of Object.entries(asked.pages)) {
    let report = await run(path);
    for (let n = 1; report.runtimeError && n < TRIES; n += 1) report = await run(path);
    writeFileSync(join(asked.out, `${name}${asked.applied ? "-slowed" : ""}-${round}.json`), JSON.stringify(report));
    console.log(JSON.stringify({ page: name, round, ...found(report) }));
  }
}
