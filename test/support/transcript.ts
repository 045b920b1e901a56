import type { Person } from './story.ts'

const HEAD = `# How Tirek talks

Written by \`npm run docs:conversations\` from the transcripts of test/conversations.test.ts; do not edit.
«›» is what a person writes, «[ ]» are buttons, «→ [ ]» is a button pressed, «↻» is a message that
changed in its place, «📎» is a file.
`

/** Transcripts of several chats as one page. */
export function toMarkdown(stories: { title: string; transcript: Person['transcript'] }[]): string {
  return [
    HEAD,
    ...stories.map(
      ({ title, transcript }) => `## ${title}\n\n${transcript.map(toBlock).join('\n\n')}\n`,
    ),
  ].join('\n')
}

function toBlock({ who, text, buttons = [], file }: Person['transcript'][number]): string {
  if (who === 'person') return `**› ${text}**`
  if (who === 'press') return `**→ [${text}]**`
  if (who === 'notice') return `_(${text})_`
  const rows = buttons.map((row) => `> ${row.map((label) => `\`[${label}]\``).join(' ')}`)
  // A number at the beginning of a line is what was written, not a list of this page.
  const lines = text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line.replace(/^(\d+)\./, '$1\\.')}  `))
  return [
    ...(who === 'edit' ? ['> ↻  '] : []),
    ...(file ? [`> 📎 ${file}  `] : []),
    ...lines,
    ...(rows.length > 0 ? ['>', rows.join('  \n')] : []),
  ].join('\n')
}
