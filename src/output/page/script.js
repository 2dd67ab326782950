"use strict";
(function () {
  const all = Array.from(document.querySelectorAll(".p"));
  const form = document.querySelector("form.filter");
  const told = document.querySelector("output");
  const dialog = document.querySelector("dialog");
  const body = document.body.dataset;
  const number = (n) => n.toLocaleString(document.documentElement.lang);
  const say = (text, n, of) => text.replace("{n}", number(n)).replace("{all}", number(of));
  let texts = null;

  function matches(passage, wanted, needle, place) {
    if (wanted.coded && !passage.dataset.c) return false;
    for (const [key, value] of wanted.tokens) {
      if (!(" " + (passage.dataset[key] || "") + " ").includes(" " + value + " ")) return false;
    }
    return !needle || texts[place].includes(needle);
  }

  function filter() {
    const data = new FormData(form);
    const wanted = { coded: data.get("coded") !== null, tokens: [] };
    for (const [name, value] of data) {
      if (value !== "" && name !== "q" && name !== "coded") wanted.tokens.push([name.slice(0, 1), value]);
    }
    const needle = (data.get("q") || "").trim().toLowerCase();
    if (needle && !texts) texts = all.map((passage) => passage.textContent.toLowerCase());
    let shown = 0;
    all.forEach((passage, place) => {
      const ok = matches(passage, wanted, needle, place);
      passage.hidden = !ok;
      shown += ok;
    });
    const active = wanted.coded || needle || wanted.tokens.length > 0;
    for (const doc of document.querySelectorAll(".doc")) {
      const some = doc.querySelector(".p:not([hidden])") !== null;
      doc.hidden = !some;
      if (active && some) doc.open = true;
    }
    told.textContent = say(body.shown, shown, all.length);
  }

  function around(mark, passage) {
    const text = passage.querySelector("p");
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEndBefore(mark);
    const left = range.toString();
    range.setStartAfter(mark);
    range.setEnd(text, text.childNodes.length);
    const right = range.toString();
    return [left.slice(-70).replace(/^\S*\s/, (cut) => (left.length > 70 ? "" : cut)), right.length > 70 ? right.slice(0, 70).replace(/\s\S*$/, "") : right];
  }

  function cell(row, name, text) {
    const made = row.insertCell();
    made.className = name;
    made.textContent = text;
    return made;
  }

  function kwic(code, label) {
    const most = 400;
    const marks = Array.from(document.querySelectorAll('mark[data-c~="' + code + '"]'));
    dialog.querySelector("h2").textContent = body.kwic + ": " + label;
    const note = marks.length > most ? say(body.more, most, marks.length) : number(marks.length) + " " + body.marked;
    dialog.querySelector(".soft").textContent = note;
    const table = dialog.querySelector("tbody");
    table.replaceChildren();
    for (const mark of marks.slice(0, most)) {
      const passage = mark.closest(".p");
      const row = table.insertRow();
      const [left, right] = around(mark, passage);
      cell(row, "a", left + " ");
      cell(row, "b", mark.textContent);
      cell(row, "c", " " + right);
      const link = document.createElement("a");
      link.href = "#" + passage.id;
      link.textContent = passage.dataset.n;
      link.addEventListener("click", () => dialog.close());
      cell(row, "d", " ").append(link);
    }
    dialog.showModal();
  }

  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.classList.contains("p")) return;
    if (target.hidden) { form.reset(); filter(); }
    target.closest(".doc").open = true;
    target.scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) return kwic(opener.dataset.open, opener.dataset.label);
    const mark = event.target.closest("mark");
    if (mark) return kwic(mark.dataset.c.split(" ")[0], mark.title.split(" | ")[0]);
  });
  dialog.querySelector("button").addEventListener("click", () => dialog.close());
  let wait = 0;
  form.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(filter, 80); });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  window.addEventListener("hashchange", reveal);
  form.hidden = false;
  filter();
  reveal();
})();
