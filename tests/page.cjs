// The page in Chromium: axe-core (WCAG 2.1 A and AA), a walk by keyboard from end to end, the switches, the printed page, and
// the page without a script.
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

// From the top of the page to its end by Tab alone: every stop once, in the order of the document, and seen.
async function walk(page, where) {
  const expected = await page.evaluate(() => {
    const seen = (it) => it.offsetParent !== null || it.className === "skip";
    const boxes = [...document.querySelectorAll(".rull")].filter((it) => it.scrollWidth > it.clientWidth);
    const links = [...document.querySelectorAll("a[href], select")].filter(seen);
    window.scrollTo({ top: 0 });
    document.activeElement.blur();
    document.getSelection().removeAllRanges();
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute("tabindex");
    return { boxes: boxes.length, all: links.length + boxes.length + 1 }; // the switch is one stop
  });
  const stops = [];
  let unseen = 0;
  while (stops.length <= expected.all + 5) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(() => {
      const it = document.activeElement;
      if (!it || it === document.body || it === document.documentElement) return null;
      const style = getComputedStyle(it), box = it.getBoundingClientRect();
      const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
      const onScreen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      return { at: [...document.querySelectorAll("*")].indexOf(it), seen: outlined && onScreen, said: it.outerHTML.slice(0, 80) };
    });
    if (stop === null || (stops.length > 0 && stop.at === stops[0].at)) break;
    if (!stop.seen) { unseen += 1; console.log("        not seen: " + stop.said); }
    stops.push(stop);
  }
  const inOrder = stops.every((stop, at) => at === 0 || stops[at - 1].at < stop.at);
  hold("by keyboard, " + where + ": " + stops.length + " stops of " + expected.all + ", " + expected.boxes + " of them scroll", stops.length === expected.all);
  hold("in the order of the document, each of them seen", inOrder && unseen === 0);
}

// Paper has everything that is chosen, figures and tables, and says what is left out.
async function print(page, area) {
  const file = process.env.PRINT || path.join(require("os").tmpdir(), "side-" + process.pid + ".pdf");
  for (const view of ["figur", "tabell"]) {
    await page.select("#omrade", "");
    await page.click("input[value=" + view + "]");
    const before = await page.$eval("#utvalg", (it) => it.offsetParent !== null);
    await page.emulateMediaType("print");
    const seen = await page.evaluate(() => {
      const shown = (selector) => [...document.querySelectorAll(selector)].filter((it) => it.offsetParent !== null).length;
      const size = (selector) => parseFloat(getComputedStyle(document.querySelector(selector)).fontSize) * 0.75;
      return {
        tables: shown("main table"), ofTables: document.querySelectorAll("main table").length,
        figures: shown("main figure"), ofFigures: document.querySelectorAll("main figure").length,
        selection: shown("#utvalg"), sizes: ["h2", "h3", "main p:not([class])", "h4", "table", ".merknad"].map((it) => size("main " + it.replace("main ", ""))),
      };
    });
    hold("printed from " + view + ": " + JSON.stringify(seen), seen.tables === seen.ofTables && seen.figures === seen.ofFigures && seen.tables > 20);
    hold("nothing is said of a selection where there is none", !before && seen.selection === 0);
    const [chapter, part, text, heading, table, note] = seen.sizes;
    hold("sizes fall from headings to notes", chapter > part && part > heading && heading > text && text > table && table >= note);
    await page.emulateMediaType(null);
  }
  const captions = await page.$$eval("main caption", (all) => all.map((it) => it.textContent));
  await page.pdf({ path: file, preferCSSPageSize: true });
  const read = require("child_process").spawnSync("pdftotext", [file, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (read.status === 0) {
    const bare = (text) => text.replace(/[\s\u00ad-]+/g, "");
    const text = bare(read.stdout);
    const missing = captions.filter((caption) => !text.includes(bare(caption)));
    hold("every caption is in the printed file: " + captions.length + ", missing " + missing.join("; "), missing.length === 0);
  } else {
    console.log("skipped: the printed file is not read, for pdftotext is not installed");
  }
  await page.select("#omrade", area);
  await page.emulateMediaType("print");
  const chosen = await page.evaluate(() => ({
    said: document.getElementById("utvalg").offsetParent !== null && document.getElementById("utvalg").textContent.trim(),
    heading: document.getElementById(document.getElementById("omrade").value + "-overskrift").textContent,
  }));
  hold("a part that is printed says so: " + chosen.said, chosen.said && chosen.said.endsWith(chosen.heading));
  await page.emulateMediaType(null);
  hold("and on the screen it does not", await page.$eval("#utvalg", (it) => it.offsetParent === null));
  if (!process.env.PRINT) fs.unlinkSync(file);
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
  const names = await page.evaluate(() => {
    const ids = [...document.querySelectorAll("[id]")].map((it) => it.id);
    const named = [...document.querySelectorAll("[aria-labelledby]")].flatMap((it) => it.getAttribute("aria-labelledby").split(" "));
    return {
      twice: ids.filter((id, at) => ids.indexOf(id) !== at),
      empty: named.filter((id) => !(document.getElementById(id) || { textContent: "" }).textContent.trim()),
    };
  });
  hold("no id is given twice: " + names.twice.join(", "), names.twice.length === 0);
  hold("every name that is referred to says something: " + names.empty.join(", "), names.empty.length === 0);

  for (const [width, view] of [[1280, "figur"], [1280, "tabell"], [320, "begge"]]) {
    await page.setViewport({ width, height: 800 });
    await page.reload();
    await page.click("input[value=" + view + "]");
    await walk(page, width + " pixels, " + view);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  hold("no sideways scrolling at 320 pixels: " + wide, wide <= 320);
  const smallest = await page.evaluate(() => Math.min(...[...document.querySelectorAll("figure svg")].map((it) => it.clientWidth / it.viewBox.baseVal.width)));
  hold("text of 9 units is at least 9 pixels at 320 pixels: " + (9 * smallest).toFixed(1), smallest >= 1);
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
    tables: [...document.querySelectorAll(".bytt > .rull")].filter((it) => it.offsetParent).length,
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
  await page.evaluate(() => { location.hash = "#a%"; });
  await new Promise((done) => setTimeout(done, 200));
  hold("a malformed address is no error: " + errors.join(", "), errors.length === 0);
  await print(page, area);

  const plain = await browser.newPage();
  await plain.setJavaScriptEnabled(false);
  await plain.goto(url);
  const without = await plain.$$eval(".bytt", (all) => all.every((it) => it.querySelector("figure").offsetParent && it.querySelector(":scope > .rull").offsetParent));
  hold("without a script both are there", without);
  hold("and nothing to choose", await plain.$eval("#valg", (it) => !it.offsetParent));
  hold("nothing is fetched: " + asked.filter((it) => it !== url).join(", "), asked.every((it) => it.split("#")[0] === url));
  hold("no errors: " + errors.join(", "), errors.length === 0);
  await browser.close();
  process.exit(failures > 0 ? 1 : 0);
})();
