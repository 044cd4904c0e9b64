import { z } from 'zod';
import { globalSettingSchema } from '../model/facts.js';
import type { Operation } from './operation.js';

/** Global settings that concern PHS (facts 1.9). */
export const getPhsGlobalSetting = {
  name: 'Get-PhsGlobalSetting',
  summary: 'the global settings',
  arguments: z.object({}),
  row: globalSettingSchema,
  deadlineMs: 60_000,
  mutates: false,
} satisfies Operation;
