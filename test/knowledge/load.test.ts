import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { KNOWLEDGE_FOLDER } from '../../src/app.ts'
import { KnowledgeError, loadKnowledge } from '../../src/knowledge/load.ts'
import { knowledge } from '../support/knowledge.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

/** The problems of a copy of the knowledge in which one file was changed. */
function problemsAfter(file: string, change: (source: string) => string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'tirek-knowledge-'))
  folders.push(folder)
  cpSync(KNOWLEDGE_FOLDER, folder, { recursive: true })
  const path = join(folder, file)
  const before = readFileSync(path, 'utf8')
  const after = change(before)
  expect(after, 'the change must change something').not.toBe(before)
  writeFileSync(path, after)
  try {
    loadKnowledge(folder)
    return []
  } catch (error) {
    if (!(error instanceof KnowledgeError)) throw error
    return error.problems.map(
      ({ file: at, path: where, message }) => `${at} · ${where}: ${message}`,
    )
  }
}

const FINES = 'topics/bullying/bullying-fines.yaml'

describe('an editor slips, and is told the file, the place and what was expected', () => {
  test.each<[string, string, (source: string) => string, RegExp]>([
    [
      'a number typed by hand',
      FINES,
      (s) => s.replace('{mci:10}', '43 250 ₸'),
      /kk\.short: expected no typed numbers, got "43"/,
    ],
    [
      'a placeholder that names nothing',
      FINES,
      (s) => s.replace('{mci:10}', '{mrp}'),
      /kk\.short: expected a figure of this file, got \{mrp\}/,
    ],
    [
      'an article that is in no register',
      FINES,
      (s) => s.replaceAll('koap-127-2', 'koap-127-9'),
      /sources\.0: expected a source of sources\.yaml, got "koap-127-9"/,
    ],
    [
      'a text that is too long',
      FINES,
      (s) => s.replace('  short: >-\n    ', `  short: >-\n    ${'сөз '.repeat(120)}`),
      /kk\.short: expected at most 350 characters/,
    ],
    ['a language that is missing', FINES, (s) => s.slice(0, s.indexOf('\nru:')), /ru: /],
    [
      'a related topic that does not exist',
      FINES,
      (s) => s.replace('bullying-definition', 'no-such-topic'),
      /related\.0: expected a topic's id, got "no-such-topic"/,
    ],
    [
      'a question that another topic asks',
      FINES,
      (s) => s.replace('Какой штраф за буллинг?', 'Вейпы запрещены?'),
      /expected a question of its own/,
    ],
    [
      'a figure that nobody uses',
      FINES,
      (s) => s.replace('figures:\n', 'figures:\n  spare: 5\n'),
      /figures\.spare: expected to be used/,
    ],
    ['an unknown key', FINES, (s) => s.replace('urgency:', 'importance:'), /urgency|importance/],
    ['a broken file', FINES, (s) => `${s}\n  : : [`, /expected YAML/],
    [
      'a file under another name than its id',
      FINES,
      (s) => s.replace('id: bullying-fines', 'id: bullying-fine'),
      /id: expected the file's name "bullying-fines"/,
    ],
    [
      'a child without words for children',
      FINES,
      (s) => s.replace(/\n {2}teen: >-\n.*\n/, '\n'),
      /kk\.teen: expected a text/,
    ],
    [
      'a flow that goes in a circle',
      'flows/bullying.yaml',
      (s) => s.replace('next: what', 'next: safe'),
      /expected a finite flow/,
    ],
    [
      'a flow that leads nowhere',
      'flows/bullying.yaml',
      (s) => s.replace('next: what', 'next: nowhere'),
      /expected a step's id, got "nowhere"/,
    ],
    [
      'a card that names a number we do not know',
      'triage.yaml',
      (s) => s.replace('phones: ["111", "112", "103"]', 'phones: ["999"]'),
      /expected a number of contacts\.yaml, got "999"/,
    ],
    [
      'an age that no topic states',
      'timeline.yaml',
      (s) => s.replace('from: pupil', 'from: baby'),
      /from: expected a figure of work-from-age that is an age up to 21, got "baby"/,
    ],
    [
      'a line of the timeline with a number typed by hand',
      'timeline.yaml',
      (s) => s.replace('kk: жеке куәлік', 'kk: 16 жаста жеке куәлік'),
      /expected no typed numbers, got "16"/,
    ],
    [
      'a line of the timeline that neither begins nor ends',
      'timeline.yaml',
      (s) => s.replace('- until: never\n  topic', '- topic'),
      /expected "from", "until" or both/,
    ],
    [
      'a share of alimony that is no share',
      'calculators.yaml',
      (s) => s.replace('shares: [one, two', 'shares: [edition, two'),
      /alimony\.shares: expected a figure of alimony-amounts such as 1\/3, got "edition"/,
    ],
    [
      'two tools under one topic',
      'bodies.yaml',
      (s) => s.replace('under: [juvenile-police,', 'under: [night-curfew,'),
      /expected one tool a topic, "night-curfew" has the calculator age/,
    ],
    [
      'a body in a region that is none',
      'bodies.yaml',
      (s) => s.replace('    aqtobe:', '    atlantis:'),
      /guardianship\.in: expected a region of regions\.yaml, got "atlantis"/,
    ],
    [
      'a body whose law is in no register',
      'bodies.yaml',
      (s) => s.replace('sources: [prevention-12]', 'sources: [prevention-999]'),
      /prosecutor: expected a source of sources\.yaml, got "prevention-999"/,
    ],
    ['an amount that is no amount', 'values.yaml', (s) => s.replace('4325', '-1'), /mci\.amounts/],
  ])('%s', (_, file, change, expected) => {
    const problems = problemsAfter(file, change)
    expect(problems.join('\n')).toMatch(expected)
    expect(problems[0]).toMatch(/^knowledge\//)
  })

  test('all problems are told at once', () => {
    const problems = problemsAfter(FINES, (s) =>
      s.replace('{mci:10}', '{mrp}').replace('bullying-definition', 'nope'),
    )
    expect(problems.length).toBeGreaterThanOrEqual(2)
  })
})

test('the knowledge is frozen: no handler can change an answer', () => {
  const [topic] = knowledge.topics
  expect(() => {
    if (topic) topic.ru.short = 'other'
  }).toThrow(TypeError)
})

test('every topic of the dossier is there by its id', () => {
  const ids = readFileSync(join(import.meta.dirname, '../golden/topic-ids.txt'), 'utf8')
    .trim()
    .split('\n')
  expect(ids.length).toBe(221)
  expect(ids.filter((id) => !knowledge.byId.has(id))).toEqual([])
})
