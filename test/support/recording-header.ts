/** First line of a recording that a test makes up. */
export const recordingHeader = {
  type: 'header',
  format: 'phs-recording/2',
  toolVersion: 'test',
  command: 'status',
  startedAt: '2026-01-15T12:00:00.000Z',
  recordedAt: '2026-01-15T12:00:00.000Z',
  simulated: true,
} as const;
