/** A way back that a person can take once. */
export interface WayBack {
  /** Does it, unless it was done before. `byKey`: nothing on the screen was pressed, so it is to be told. */
  take: (byKey?: boolean) => void;
  /** Called when it is taken: whatever offered it can go. */
  over: () => void;
}

const MOST = 20;

let ways: readonly WayBack[] = [];

/** Keeps a way back until it is taken, or until many others came after it. */
export function keepWayBack(run: (byKey: boolean) => void): WayBack {
  const way: WayBack = {
    take: (byKey = false) => {
      if (!ways.includes(way)) return;
      ways = ways.filter((one) => one !== way);
      way.over();
      run(byKey);
    },
    over: () => {},
  };
  ways = [...ways, way].slice(-MOST);
  return way;
}

/** Takes the newest way back; whether there was one. */
export function goBack(): boolean {
  const way = ways.at(-1);
  way?.take(true);
  return way !== undefined;
}
