/* ask.mjs FILE: the question of bench/auckland.feel put to the peer, feelin, over the clients of FILE (bench_made json N, a line each).
 *
 * Plain FEEL, as the peer knows it: a level is its number, what is not recorded is null. One expression asks for all of them, so that it is
 * parsed once, which is the quickest way in by the peer's own door. Prints seconds for an answer, and how many yes, no and null. */
import { readFileSync } from 'node:fs';
import { evaluate } from 'feelin';

const question =
  'for p in people return (p.weeks in [0..26]) and p.benefit and (p.sgi in (3, 4)) and p.speaking >= 4 and p.understanding >= 4' +
  ' and (count(p.qualifications) > 0 or count(p.jobs) > 0) and p.years <= 5';

const list = (count) => count === null ? null : Array.from({ length: count }, () => ({ level: 3 }));

const people = readFileSync(process.argv[2], 'utf8').trimEnd().split('\n').map((line) => {
  const p = JSON.parse(line);
  return {
    weeks: p.days === null ? null : p.days / 7,
    benefit: p.benefit === null ? null : p.benefit === 1,
    sgi: p.sgi,
    speaking: p.speaking,
    understanding: p.understanding,
    qualifications: list(p.qualifications),
    jobs: list(p.jobs),
    years: p.years,
  };
});

let best = Infinity, answers;
for (let run = 0; run < 3; run++) {
  const began = performance.now();
  answers = evaluate(question, { people }).value;
  best = Math.min(best, (performance.now() - began) / 1000);
}
const yes = answers.filter((a) => a === true).length, no = answers.filter((a) => a === false).length;
console.log(`feelin: ${(best / people.length).toExponential(3)} s, yes ${yes}, no ${no}, not recorded ${people.length - yes - no}`);
