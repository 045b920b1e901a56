import { readFileSync } from 'node:fs'
import { load as parseYaml } from 'js-yaml'
import { KnowledgeError } from './load.ts'
import { type Thesaurus, thesaurusSchema } from './schema.ts'

/** Reads knowledge/thesaurus.yaml, by which the search is trained. Throws KnowledgeError. */
export function loadThesaurus(path: string): Thesaurus {
  const file = 'knowledge/thesaurus.yaml'
  let data: unknown
  try {
    data = parseYaml(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new KnowledgeError([
      { file, path: '', message: `expected YAML: ${(error as Error).message.split('\n')[0]}` },
    ])
  }
  const parsed = thesaurusSchema.safeParse(data)
  if (parsed.success) return parsed.data
  throw new KnowledgeError(
    parsed.error.issues.map(({ path: at, message }) => ({ file, path: at.join('.'), message })),
  )
}
