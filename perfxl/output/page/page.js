"use strict";
(function () {
  const bar = document.querySelector(".filters");
  if (!bar) return;
  const findings = Array.from(document.querySelectorAll(".finding"));
  const levels = Array.from(bar.querySelectorAll("input[type=checkbox]"));
  const selects = Array.from(bar.querySelectorAll("select"));
  const count = bar.querySelector("output");
  const none = document.querySelector(".none");
  function wanted(finding) {
    const level = levels.find((box) => box.value === finding.dataset.level);
    return (!level || level.checked) && selects.every((one) => !one.value || finding.dataset[one.name] === one.value);
  }
  function apply() {
    let shown = 0;
    for (const finding of findings) {
      finding.hidden = !wanted(finding);
      shown += finding.hidden ? 0 : 1;
    }
    count.value = "显示 " + shown + " / " + findings.length + " 项";
    if (none) none.hidden = shown > 0;
  }
  bar.addEventListener("change", apply);
  bar.querySelector("button").addEventListener("click", function () {
    for (const box of levels) box.checked = true;
    for (const one of selects) one.value = "";
    apply();
  });
  bar.hidden = false;
  apply();
})();
