import type { Context } from '../command-line/context.js';

/** The same world, but the recording in a file is in the place of the server. */
export function withRecording(ctx: Context, file: string): Context {
  return {
    ...ctx,
    isReplay: true,
    openSession: async (request) => {
      const { noteOnRecording, openReplay } = await import('../ps/open-replay.js');
      const { opened, session } = await openReplay(file, ctx.signal);
      const note = noteOnRecording(session);
      if (note !== undefined) {
        request.onNote(note);
      }
      return opened.recorded === undefined ? opened : { ...opened, recorded: { ...opened.recorded, file } };
    },
  };
}
