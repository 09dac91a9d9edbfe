// Runs before the first paint, so that a chosen theme does not flash the other one. A file, since the page allows no inline script.
try {
  const theme = localStorage.getItem('crosscurrent.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // No storage: the system's theme it is.
}
