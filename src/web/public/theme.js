// Before the first paint, so that a chosen theme never flashes. Its own file because the CSP forbids inline scripts.
try {
  const theme = localStorage.getItem('amc.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // No storage: the system's theme stays.
}
