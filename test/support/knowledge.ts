import { KNOWLEDGE_FOLDER, loadModel } from '../../src/app.ts'
import { createResponder } from '../../src/core/reply.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'

/** The knowledge of the repository and the responder over it, once a test file. */
export const knowledge = loadKnowledge(KNOWLEDGE_FOLDER)
export const responder = createResponder(knowledge, loadModel())
