import { join } from 'node:path'
import { findOverdue } from '../knowledge/lint.ts'
import { formatProblem, KnowledgeError, loadKnowledge } from '../knowledge/load.ts'

/** `npm run check:knowledge`: loads the knowledge as the bot does, then looks at the calendar. */

const today = process.env.TIREK_NOW?.slice(0, 10) ?? new Date().toISOString().slice(0, 10)
try {
  const knowledge = loadKnowledge(join(import.meta.dirname, '../../knowledge'))
  const overdue = findOverdue(knowledge, today)
  for (const problem of overdue) console.error(formatProblem(problem))
  const asks = knowledge.topics.reduce(
    (sum, topic) => sum + topic.kk.ask.length + topic.ru.ask.length,
    0,
  )
  const articles = Object.values(knowledge.sources.laws).reduce(
    (sum, law) => sum + Object.keys(law.articles).length,
    0,
  )
  console.log(
    `knowledge: ${knowledge.topics.length} topics in kk and ru, ${asks} example questions, ` +
      `${Object.keys(knowledge.sources.laws).length} acts with ${articles} articles, ` +
      `${Object.keys(knowledge.sources.pages).length} pages, ${Object.keys(knowledge.contacts).length} contacts, ` +
      `${knowledge.flows.size} flow(s)`,
  )
  if (overdue.length > 0) process.exitCode = 1
} catch (error) {
  if (!(error instanceof KnowledgeError)) throw error
  console.error(error.message)
  process.exitCode = 1
}
