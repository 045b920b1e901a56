import type { Problem } from './lint.ts'
import { type Knowledge, type Topic, topicFile } from './schema.ts'

/** Days after which a topic is compared with its sources again, where it names no day of its own. */
const REVIEW_AFTER_DAYS = 180

/** Something that must be looked at by a day, ISO. */
export interface Due {
  day: string
  file: string
  what: string
}

/** The day by which a topic must be compared with its sources again: its own, or checked + 180 days. */
export const reviewDay = (
  topic: Pick<Topic, 'checked'> & { review?: string | undefined },
): string => topic.review ?? addDays(topic.checked, REVIEW_AFTER_DAYS)

/** An ISO day so many days later. */
export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** Problems that come with the calendar: they fail the check, and never stop a running bot. */
export function findOverdue(knowledge: Knowledge, today: string): Problem[] {
  const problems: Problem[] = []
  const notYet = (file: string, path: string, day: string) => {
    if (day > today)
      problems.push({ file, path, message: `expected a day up to ${today}, got ${day}` })
  }
  for (const topic of knowledge.topics) {
    const file = topicFile(topic)
    notYet(file, 'checked', topic.checked)
    const due = reviewDay(topic)
    if (due < today) {
      problems.push({
        file,
        path: 'review',
        message: `was to be looked at again by ${due}: compare it with its sources`,
      })
    }
  }
  for (const [number, contact] of Object.entries(knowledge.contacts))
    notYet('knowledge/contacts.yaml', `${number}.checked`, contact.checked)
  for (const body of knowledge.bodies)
    notYet('knowledge/bodies.yaml', `${body.id}.checked`, body.checked)
  for (const flow of knowledge.flows.values())
    notYet(`knowledge/flows/${flow.id}.yaml`, 'checked', flow.checked)
  for (const letter of knowledge.letters.values())
    notYet(`knowledge/letters/${letter.id}.yaml`, 'checked', letter.checked)
  for (const [id, value] of Object.entries(knowledge.values)) {
    if (value.review < today) {
      problems.push({
        file: 'knowledge/values.yaml',
        path: `${id}.review`,
        message: `a new amount was expected by ${value.review}: add it`,
      })
    }
  }
  return problems
}

/** What must be looked at again within so many days, the soonest first. */
export function findDue(knowledge: Knowledge, today: string, days: number): Due[] {
  const last = addDays(today, days)
  return [
    ...knowledge.topics.map((topic) => ({
      day: reviewDay(topic),
      file: topicFile(topic),
      what: topic.ru.title,
    })),
    ...Object.entries(knowledge.values).map(([id, value]) => ({
      day: value.review,
      file: 'knowledge/values.yaml',
      what: `${id}: ${value.ru.name}`,
    })),
    ...[...knowledge.flows.values()].map((flow) => ({
      day: reviewDay(flow),
      file: `knowledge/flows/${flow.id}.yaml`,
      what: flow.title.ru,
    })),
    ...[...knowledge.letters.values()].map((letter) => ({
      day: reviewDay(letter),
      file: `knowledge/letters/${letter.id}.yaml`,
      what: letter.ru.title,
    })),
    ...Object.entries(knowledge.contacts).map(([number, contact]) => ({
      day: addDays(contact.checked, REVIEW_AFTER_DAYS),
      file: 'knowledge/contacts.yaml',
      what: `${number}: ${contact.ru.name}`,
    })),
    ...knowledge.bodies.map((body) => ({
      day: addDays(body.checked, REVIEW_AFTER_DAYS),
      file: 'knowledge/bodies.yaml',
      what: `${body.id}: ${body.ru.name}`,
    })),
  ]
    .filter(({ day }) => day <= last)
    .sort((a, b) => (a.day + a.file < b.day + b.file ? -1 : 1))
}
