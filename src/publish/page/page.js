// The page is whole without this: it adds the choice of area and of figures or tables.
(function () {
  "use strict";
  var form = document.getElementById("valg");
  var area = document.getElementById("omrade");
  var answer = document.getElementById("svar");
  var sections = Array.prototype.slice.call(document.querySelectorAll("main section"));

  function show() {
    var chosen = area.value;
    sections.forEach(function (section) {
      var wanted = !chosen || section.id === chosen || section.querySelector("#" + chosen) || section.closest("#" + chosen);
      section.classList.toggle("bort", !wanted);
    });
  }
  function view() {
    var chosen = form.querySelector("input:checked");
    document.body.setAttribute("data-visning", chosen.value);
  }
  function say() {
    var words = area.options[area.selectedIndex].text;
    var view = form.querySelector("input:checked").parentNode.textContent.trim();
    answer.textContent = words + ". " + view + ".";
  }
  // A link into what is not shown shows everything again.
  function follow() {
    var target = document.getElementById(decodeURIComponent(location.hash).substring("#".length));
    if (target && target.closest(".bort")) {
      area.value = "";
      show();
      target.scrollIntoView();
    }
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  form.addEventListener("change", function () { show(); view(); say(); });
  window.addEventListener("hashchange", follow);
  area.value = "";
  view();
})();
