import { z } from 'zod';

/**
 * One error record, flattened in PowerShell: never the record itself, which drags the whole invocation along
 * (facts 10.2). `exceptionTypes` runs from the outermost type to the innermost exception's type.
 */
export const psFailureSchema = z.object({
  message: z.string(),
  errorId: z.string(),
  category: z.string(),
  exceptionTypes: z.array(z.string()),
  /** HRESULT of the innermost exception as unsigned hexadecimal, for example `80070005`. */
  hresult: z.string(),
  /** Script name, line and column where the error arose; empty when unknown. */
  position: z.string(),
});

/** See {@link psFailureSchema}. */
export type PsFailure = z.output<typeof psFailureSchema>;
