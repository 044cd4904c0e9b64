import { sayToProgram } from './library-words.js';

/** The answer to a question, or its error in the words of the library. */
export async function answer<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    throw sayToProgram(error);
  }
}

/** As {@link answer}, one after the other. */
export async function* answerEach<Each, End>(
  ask: () => AsyncGenerator<Each, End, undefined>,
): AsyncGenerator<Each, End, undefined> {
  try {
    return yield* ask();
  } catch (error) {
    throw sayToProgram(error);
  }
}
