// Runs before the first paint, so that neither theme nor language flashes. No inline script: the policy forbids it.
(function () {
  try {
    var root = document.documentElement;
    var theme = localStorage.getItem("careerdesk.theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    root.lang = localStorage.getItem("careerdesk.lang") || "en";
  } catch {
    // Storage may be forbidden; the system's theme is then right.
  }
})();
