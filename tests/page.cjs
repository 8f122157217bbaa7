// The page in Chromium: axe-core (WCAG 2.1 A and AA), a walk by keyboard, the switches, and the page without a script.
// Not part of the Rust tests: npm install --prefix DIR puppeteer-core axe-core; NODE_PATH=DIR/node_modules node tests/page.cjs FILE
"use strict";
const path = require("path");
const needed = ["puppeteer-core", "axe-core"].filter((name) => {
  try { require.resolve(name); return false; } catch { return true; }
});
if (needed.length > 0) {
  console.log("skipped: " + needed.join(" and ") + " not found (npm install --prefix DIR puppeteer-core axe-core, NODE_PATH=DIR/node_modules)");
  process.exit(0);
}
const puppeteer = require("puppeteer-core");
const fs = require("fs");
const axe = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const url = "file://" + path.resolve(process.argv[2]);
const chromium = process.env.CHROMIUM || "/usr/bin/chromium";
let failures = 0;
function hold(what, is) {
  console.log((is ? "ok    " : "FAIL  ") + what);
  if (!is) failures += 1;
}

async function violations(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const found = await axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] });
    return found.violations.map((it) => it.impact + " " + it.id + " × " + it.nodes.length + ": " + it.nodes[0].html.slice(0, 120));
  });
}

(async () => {
  const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"] });
  const page = await browser.newPage();
  const asked = [], errors = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.setBypassCSP(true); // for axe alone; the page's own policy is tested in the next one
  await page.setViewport({ width: 1280, height: 900 });
  await page.goto(url);
  for (const view of ["figur", "tabell", "begge"]) {
    await page.click("input[value=" + view + "]");
    const found = await violations(page);
    hold("axe, " + view + ": " + (found.join("\n        ") || "nothing"), found.length === 0);
  }
  await page.setViewport({ width: 320, height: 700 });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  hold("no sideways scrolling at 320 pixels: " + wide, wide <= 320);
  await page.setViewport({ width: 1280, height: 900 });

  await page.reload();
  await page.keyboard.press("Tab");
  hold("first stop is the skip link", await page.evaluate(() => document.activeElement.className === "skip"));
  await page.keyboard.press("Enter");
  hold("which leads to the content", await page.evaluate(() => document.activeElement.id === "innhold"));
  await page.focus("#omrade");
  await page.keyboard.press("Tab");
  hold("from the list to the switch", await page.evaluate(() => document.activeElement.value === "figur"));
  await page.keyboard.press("ArrowRight");
  const tables = () => page.evaluate(() => ({
    figures: [...document.querySelectorAll(".bytt figure")].filter((it) => it.offsetParent).length,
    tables: [...document.querySelectorAll(".bytt .rull")].filter((it) => it.offsetParent).length,
  }));
  let seen = await tables();
  hold("an arrow shows tables for figures: " + JSON.stringify(seen), seen.figures === 0 && seen.tables > 0);
  const areas = await page.evaluate(() => [...document.querySelectorAll("#omrade option")].map((it) => it.value));
  const area = areas.find((it) => it.startsWith("indikator"));
  await page.select("#omrade", area);
  const shown = await page.evaluate(() => [...document.querySelectorAll("main section")].filter((it) => it.offsetParent).map((it) => it.id));
  hold("an area alone: " + shown.join(", "), shown.length <= 2 && shown.includes(area));
  hold("and it is said: " + await page.$eval("#svar", (it) => it.textContent), await page.$eval("#svar", (it) => it.textContent.length > 5));
  await page.evaluate(() => { location.hash = "#metode"; });
  await new Promise((done) => setTimeout(done, 200));
  hold("a link into what is hidden shows it", await page.evaluate(() => document.getElementById("metode").offsetParent !== null));
  await page.pdf({ path: (process.env.PRINT || "/tmp/side.pdf"), preferCSSPageSize: true });

  const plain = await browser.newPage();
  await plain.setJavaScriptEnabled(false);
  await plain.goto(url);
  const without = await plain.$$eval(".bytt", (all) => all.every((it) => it.querySelector("figure").offsetParent && it.querySelector(".rull").offsetParent));
  hold("without a script both are there", without);
  hold("and nothing to choose", await plain.$eval("#valg", (it) => !it.offsetParent));
  hold("nothing is fetched: " + asked.filter((it) => it !== url).join(", "), asked.every((it) => it.split("#")[0] === url));
  hold("no errors: " + errors.join(", "), errors.length === 0);
  await browser.close();
  process.exit(failures > 0 ? 1 : 0);
})();
