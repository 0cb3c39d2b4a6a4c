/**
 * How AMC and two versions of ccusage count, as choices over the same sightings (see `usage-sightings.mjs`). Found by
 * running them on `test/compare/ccusage/odd-cases.mjs`; `docs/usage.md` says which is right and why.
 */
export const RULES = {
  amc: {
    same: 'message, and request if told',
    keep: 'last',
    cacheWrite: 'total',
    errors: false,
    progress: false,
    advisors: false,
    again: false,
    archived: true,
    sums: false,
    copies: true,
  },
  18: {
    same: 'message and request',
    keep: 'first',
    cacheWrite: 'total only',
    errors: true,
    progress: false,
    advisors: false,
    again: true,
    archived: false,
    sums: true,
    copies: true,
  },
  20: {
    same: 'message and request',
    keep: 'most',
    cacheWrite: 'parts',
    errors: true,
    progress: true,
    advisors: true,
    again: false,
    archived: true,
    sums: true,
    copies: false,
  },
};

/** What a choice is called where it makes a difference. */
export const REASONS = {
  same: 'records of one response that has no request id: AMC counts the response once',
  keep: 'a response over several records: AMC counts the last, which is the whole of it',
  cacheWrite: 'cache writes: the total and its parts disagree in the record; AMC believes the total',
  errors: 'an error that Claude Code shows as a reply, with tokens; AMC counts responses only',
  progress: 'a subagent’s response that only the main conversation’s progress records tell',
  advisors: 'an advisor’s tokens, told inside another model’s response (`usage.iterations`)',
  again: 'Codex told the same counts again; AMC counts them once',
  archived: 'an archived rollout',
  sums: 'a Codex rollout that tells sums only',
  copies: 'a Codex response that a fork tells with the numbers of its parent',
};

/** Day, agent and model (as JSON) → tokens. */
export function countedBy(rules, sightings) {
  const cells = new Map();
  for (const response of [...claudeResponses(rules, sightings), ...codexResponses(rules, sightings)]) {
    const { day, agent, model, input, output, cacheRead, cacheWrite } = response;
    if (input + output + cacheRead + cacheWrite === 0) continue;
    const key = JSON.stringify([day, agent, model]);
    const sum = cells.get(key) ?? { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
    cells.set(key, {
      input: sum.input + input,
      output: sum.output + output,
      cacheRead: sum.cacheRead + cacheRead,
      cacheWrite: sum.cacheWrite + cacheWrite,
    });
  }
  return cells;
}

function claudeResponses(rules, sightings) {
  const kept = new Map();
  for (const sighting of sightings) {
    if (sighting.agent !== 'claude' || sighting.model === '<synthetic>') continue;
    if (sighting.model === '' || (sighting.isError && !rules.errors)) continue;
    if (sighting.kind === 'progress' && !rules.progress) continue;
    const key = nameOf(rules, sighting);
    const before = kept.get(key);
    if (before === undefined || replaces(rules, sighting, before)) kept.set(key, sighting);
  }
  return [...kept.values()].flatMap((sighting) => {
    const response = { ...sighting, cacheWrite: writtenBy(rules, sighting) };
    return rules.advisors
      ? [response, ...sighting.advisors.map((advisor) => advisorOf(sighting, advisor))]
      : [response];
  });
}

function nameOf({ same }, { id, request, place }) {
  if (id === null) return place;
  if (request !== null) return `${id} ${request}`;
  return same === 'message and request' ? place : id;
}

/** AMC: in one file the last, of several files the one with more output. */
function replaces({ keep }, sighting, before) {
  if (keep === 'first') return false;
  const inOneFile = fileOf(sighting) === fileOf(before);
  return keep === 'last' && inOneFile ? true : sighting.output > before.output;
}

function fileOf({ place }) {
  return place.slice(0, place.lastIndexOf(':'));
}

function writtenBy({ cacheWrite }, { cacheTotal, cacheParts }) {
  if (cacheWrite === 'total only') return cacheTotal ?? 0;
  return (cacheWrite === 'total' ? (cacheTotal ?? cacheParts) : (cacheParts ?? cacheTotal)) ?? 0;
}

function advisorOf({ day, agent, model }, advisor) {
  return {
    day,
    agent,
    model: advisor.model ?? model,
    input: advisor.input_tokens ?? 0,
    output: advisor.output_tokens ?? 0,
    cacheRead: advisor.cache_read_input_tokens ?? 0,
    cacheWrite: advisor.cache_creation_input_tokens ?? 0,
  };
}

function codexResponses(rules, sightings) {
  const seen = new Set();
  const repeats = rules.copies ? new Set() : repeatedByForks(sightings);
  return sightings.flatMap((sighting) => {
    const { agent, archived, again, day, model, at, session, place } = sighting;
    if (agent !== 'codex' || (archived && !rules.archived) || (again && !rules.again)) return [];
    const counts = sighting.last ?? (rules.sums ? sighting.grown : null);
    if (counts === null) return [];
    const { input_tokens: all = 0, cached_input_tokens: cacheRead = 0, output_tokens: output = 0 } = counts;
    const copy = rules.copies ? `${session} ${lineOf(place)}` : `${at} ${model} ${all} ${cacheRead} ${output}`;
    if (seen.has(copy) || repeats.has(sighting)) return [];
    seen.add(copy);
    const fromCache = Math.min(cacheRead, all);
    return [{ day, agent, model, input: all - fromCache, output, cacheRead: fromCache, cacheWrite: 0 }];
  });
}

/** What ccusage 20 takes for a fork's repetition of its parent: the first counts, as long as they are the parent's. */
function repeatedByForks(sightings) {
  const bySession = new Map();
  for (const sighting of sightings) {
    if (sighting.agent !== 'codex' || sighting.again) continue;
    bySession.set(sighting.session, [...(bySession.get(sighting.session) ?? []), sighting]);
  }
  return new Set(
    [...bySession.values()].flatMap((own) => {
      const parent = bySession.get(own[0].forkedFrom) ?? [];
      const first = own.findIndex(({ last }, index) => JSON.stringify(last) !== JSON.stringify(parent[index]?.last));
      return own.slice(0, first === -1 ? own.length : first);
    }),
  );
}

function lineOf(place) {
  return place.slice(place.lastIndexOf(':') + 1);
}
