let last: 'push' | 'pop' = 'push';

// Before the router hears of it, because it is imported first.
addEventListener('popstate', () => {
  last = 'pop';
});
addEventListener('pushState', () => {
  last = 'push';
});
// Screens put themselves where they were: only they know when their text is there.
history.scrollRestoration = 'manual';

/** How this page of AMC was reached: anew, or by the browser's back and forward. */
export function lastNavigation(): 'push' | 'pop' {
  return last;
}
