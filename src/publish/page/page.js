// The page is whole without this: it adds the choice of area and of figures or tables.
(function () {
  "use strict";
  var form = document.getElementById("valg");
  var area = document.getElementById("omrade");
  var answer = document.getElementById("svar");
  var selection = document.getElementById("utvalg");
  var selected = document.getElementById("utvalgt");
  var sections = all("main section");
  // Nought; a digit here could be taken for a figure.
  var inOrder = String("".length);
  // Boxes that may be wider than the screen, and what makes them stops for the keyboard.
  var boxes = all(".rull").map(function (box) {
    return {
      box: box,
      tabindex: box.getAttribute("tabindex") || inOrder,
      role: box.getAttribute("role"),
      "aria-labelledby": box.getAttribute("aria-labelledby")
    };
  });

  function all(selector) {
    return Array.prototype.slice.call(document.querySelectorAll(selector));
  }
  function show() {
    var chosen = area.value;
    sections.forEach(function (section) {
      var wanted = !chosen || section.id === chosen || section.querySelector("#" + chosen) || section.closest("#" + chosen);
      section.classList.toggle("bort", !wanted);
    });
    selection.hidden = !chosen;
    selected.textContent = words();
  }
  function words() {
    var heading = area.value && document.getElementById(area.value + "-overskrift");
    return heading ? heading.textContent : area.options[area.selectedIndex].text;
  }
  function view() {
    var chosen = form.querySelector("input:checked");
    document.body.setAttribute("data-visning", chosen.value);
  }
  function say() {
    var view = form.querySelector("input:checked").parentNode.textContent.trim();
    answer.textContent = words() + ". " + view + ".";
  }
  // A box that does not scroll is no stop.
  function stops() {
    var scrolls = boxes.map(function (it) { return it.box.scrollWidth > it.box.clientWidth; });
    boxes.forEach(function (it, at) {
      ["tabindex", "role", "aria-labelledby"].forEach(function (name) {
        if (scrolls[at]) {
          it.box.setAttribute(name, it[name]);
        } else {
          it.box.removeAttribute(name);
        }
      });
    });
  }
  // Anybody may write anything behind the mark in an address.
  function named() {
    try {
      return decodeURIComponent(location.hash).substring("#".length);
    } catch (error) {
      return "";
    }
  }
  // A link into what is not shown shows everything again.
  function follow() {
    var target = document.getElementById(named());
    if (target && target.closest(".bort")) {
      area.value = "";
      show();
      stops();
      target.scrollIntoView();
    }
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("change", function () { show(); view(); say(); stops(); });
  window.addEventListener("hashchange", follow);
  window.addEventListener("load", stops);
  window.addEventListener("resize", stops);
  area.value = "";
  view();
  stops();
})();
