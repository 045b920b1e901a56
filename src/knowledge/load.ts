import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { load as parseYaml, YAMLException } from 'js-yaml'
import type { z } from 'zod'
import { findProblems, type Problem } from './lint.ts'
import {
  contactsSchema,
  flowSchema,
  glossarySchema,
  groupsSchema,
  type Knowledge,
  letterFactsSchema,
  letterSchema,
  offSubjectSchema,
  smalltalkSchema,
  sourcesSchema,
  type Topic,
  topicSchema,
  triageSchema,
  valuesSchema,
} from './schema.ts'
import {
  bodiesSchema,
  calculatorsSchema,
  findToolProblems,
  NO_CALCULATORS,
  regionsSchema,
  timelineSchema,
} from './tools.ts'

/** Knowledge that must not be served: every problem with its file, path and what was expected. */
export class KnowledgeError extends Error {
  override name = 'KnowledgeError'
  readonly problems: readonly Problem[]
  constructor(problems: readonly Problem[]) {
    super(
      `The knowledge has ${problems.length} problem(s):\n${problems.map(formatProblem).join('\n')}`,
    )
    this.problems = problems
  }
}

/** «knowledge/topics/…/x.yaml · kk.short: expected …». */
export const formatProblem = (problem: Problem): string =>
  `  ${problem.file}${problem.path ? ` · ${problem.path}` : ''}: ${problem.message}`

/**
 * Reads, validates and freezes everything under a knowledge folder.
 * Throws KnowledgeError that lists every problem at once.
 */
export function loadKnowledge(folder: string): Knowledge {
  const problems: Problem[] = []
  const read = <T extends z.ZodType>(path: string, schema: T): z.output<T> | undefined => {
    const file = join('knowledge', relative(folder, path))
    const report = (at: string, message: string) => problems.push({ file, path: at, message })
    let source: string
    try {
      source = readFileSync(path, 'utf8')
    } catch (error) {
      report(
        '',
        `expected a readable file, got ${(error as NodeJS.ErrnoException).code ?? 'an error'}`,
      )
      return undefined
    }
    let document: unknown
    try {
      document = parseYaml(source)
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error
      report('', `expected YAML: ${error.message.split('\n')[0]}`)
      return undefined
    }
    const result = schema.safeParse(document)
    if (result.success) return result.data
    for (const issue of result.error.issues) report(issue.path.join('.'), issue.message)
    return undefined
  }
  const register = <T extends z.ZodType>(
    name: string,
    schema: T,
    empty: z.output<T>,
  ): z.output<T> => read(join(folder, `${name}.yaml`), schema) ?? empty

  const groups = register('groups', groupsSchema, [])
  const topics: Topic[] = []
  for (const group of listFolders(join(folder, 'topics'))) {
    for (const name of listYaml(join(folder, 'topics', group))) {
      const path = join(folder, 'topics', group, name)
      const topic = read(path, topicSchema)
      if (!topic) continue
      if (`${topic.id}.yaml` !== name) {
        problems.push({
          file: join('knowledge', relative(folder, path)),
          path: 'id',
          message: `expected the file's name "${name.replace('.yaml', '')}", got "${topic.id}"`,
        })
      }
      topics.push({ ...topic, group })
    }
  }
  const placed = <T extends z.ZodType<{ id: string; place: number }>>(
    name: string,
    schema: T,
  ): ReadonlyMap<string, z.output<T>> =>
    new Map(
      listYaml(join(folder, name))
        .flatMap((file) => read(join(folder, name, file), schema) ?? [])
        .sort((a, b) => a.place - b.place)
        .map((item) => [item.id, item]),
    )
  const byId = new Map<string, Topic>()
  for (const topic of topics) {
    for (const name of [topic.id, ...topic.aliases]) byId.set(name, topic)
  }
  const order = new Map(groups.map((group, index) => [group.id, index]))
  topics.sort(
    (a, b) => (order.get(a.group) ?? 99) - (order.get(b.group) ?? 99) || (a.id < b.id ? -1 : 1),
  )
  const knowledge: Knowledge = {
    topics,
    byId,
    groups,
    sources: register('sources', sourcesSchema, { laws: {}, pages: {} }),
    contacts: register('contacts', contactsSchema, {}),
    values: register('values', valuesSchema, {}),
    glossary: register('glossary', glossarySchema, []),
    smalltalk: register('smalltalk', smalltalkSchema, []),
    offSubject: register('off-subject', offSubjectSchema, { kk: [], ru: [] }),
    triage: register('triage', triageSchema, {
      cards: {},
      words: {},
      rules: [],
      contexts: {},
      harmless: { kk: [], ru: [] },
      guesses: [],
      fallback: { crisis: '', disclosure: '' },
      gentle: [],
      toldIn: [],
      apart: { kk: [], ru: [] },
    }),
    flows: placed('flows', flowSchema),
    letterFacts: register('letter-facts', letterFactsSchema, {}),
    letters: placed('letters', letterSchema),
    calculators: register('calculators', calculatorsSchema, NO_CALCULATORS),
    timeline: register('timeline', timelineSchema, []),
    regions: register('regions', regionsSchema, []),
    bodies: register('bodies', bodiesSchema, []),
    triageModel: readModel(join(folder, 'triage.bin')),
  }
  problems.push(...findProblems(knowledge), ...findToolProblems(knowledge))
  if (problems.length > 0) throw new KnowledgeError(problems)
  return deepFreeze(knowledge)
}

/** The triage model as it is; empty before `npm run train:triage` made one. */
const readModel = (path: string): Uint8Array =>
  existsSync(path) ? new Uint8Array(readFileSync(path)) : new Uint8Array()

const listFolders = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()

const listYaml = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()

function deepFreeze<T>(value: T): T {
  // The elements of a typed array cannot be frozen.
  if (ArrayBuffer.isView(value)) return value
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of value instanceof Map ? value.values() : Object.values(value))
      deepFreeze(inner)
  }
  return value
}
