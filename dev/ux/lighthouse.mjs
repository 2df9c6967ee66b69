// One page through Lighthouse: `node lighthouse.mjs <url> <chromium> [cookie]` prints its four scores and what cost points.
import lighthouse from "lighthouse";
import { launch } from "chrome-launcher";

const [url, chromePath, cookie] = process.argv.slice(2);
const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
try {
  const { lhr } = await lighthouse(url, {
    port: chrome.port,
    logLevel: "error",
    onlyCategories: ["performance", "accessibility", "best-practices", "seo"],
    ...(cookie && { extraHeaders: { Cookie: cookie } }),
  });
  const scores = Object.fromEntries(Object.entries(lhr.categories).map(([key, category]) => [key, Math.round(category.score * 100)]));
  const lost = Object.values(lhr.categories).flatMap((category) =>
    category.auditRefs.filter((ref) => ref.weight > 0 && (lhr.audits[ref.id].score ?? 1) < 0.9).map((ref) => `${ref.id}: ${lhr.audits[ref.id].displayValue ?? lhr.audits[ref.id].title}`),
  );
  console.log(JSON.stringify({ final: lhr.finalDisplayedUrl, scores, lost, error: lhr.runtimeError?.message }));
} finally {
  await chrome.kill();
}
