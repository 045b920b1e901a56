import type { ClassifierModel } from './classifier.ts'

/**
 * What `npm run train` learns and the bot loads: one file, knowledge/model.bin. It holds no
 * sentences, only weights of stems and letter n-grams.
 */
export interface Model {
  classifier: ClassifierModel
  /** What each channel brings to a candidate's score. */
  ranker: Weights<Signal>
  /** Logistic model of the first candidate's being right. */
  confidence: Weights<Evidence> & { bias: number }
  /** Fingerprint of the examples that it was trained on. */
  trainedOn: string
}

/** What a candidate is scored by, each from 0 to 1. */
export const SIGNALS = ['words', 'letters', 'likelihood', 'probability'] as const
export type Signal = (typeof SIGNALS)[number]

/** What tells whether the first candidate is right, each from 0 to 1. */
export const EVIDENCE = [
  'probability',
  'share',
  'margin',
  'words',
  'letters',
  'stray',
  'length',
] as const
export type Evidence = (typeof EVIDENCE)[number]

export type Weights<Name extends string> = Record<Name, number>

const MAGIC = 'TIREK1\n'

/** The model as a file: a line of magic, the length of a JSON header, the header, the arrays. */
export function encodeModel({ classifier, ...rest }: Model): Uint8Array {
  const { classes, features, idf, scale, bias, weights } = classifier
  const header = new TextEncoder().encode(JSON.stringify({ classes, features, ...rest }))
  const arrays = [idf, scale, bias, weights].map(
    (array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
  )
  const magic = new TextEncoder().encode(MAGIC)
  const parts = [magic, new Uint8Array(Uint32Array.of(header.length).buffer), header, ...arrays]
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** Reads a model back. Throws where the bytes are not of a model of this version. */
export function decodeModel(bytes: Uint8Array): Model {
  const magic = new TextDecoder().decode(bytes.subarray(0, MAGIC.length))
  if (magic !== MAGIC)
    throw new Error('expected a model of this version of Tirek: run `npm run train`')
  let at = MAGIC.length
  const take = (length: number): ArrayBuffer => {
    if (at + length > bytes.length)
      throw new Error(`expected ${at + length} bytes of a model, got ${bytes.length}`)
    // A copy: the bytes may lie unaligned inside a larger buffer.
    const part = new Uint8Array(bytes.subarray(at, at + length))
    at += length
    return part.buffer
  }
  const [headerLength = 0] = new Uint32Array(take(4))
  const { classes, features, ...rest } = JSON.parse(
    new TextDecoder().decode(take(headerLength)),
  ) as Pick<ClassifierModel, 'classes' | 'features'> & Omit<Model, 'classifier'>
  return {
    classifier: {
      classes,
      features,
      idf: new Float32Array(take(4 * features.length)),
      scale: new Float32Array(take(4 * features.length)),
      bias: new Float32Array(take(4 * classes.length)),
      weights: new Int8Array(take(features.length * classes.length)),
    },
    ...rest,
  }
}
