#!/usr/bin/env node
process.stdout.write('phs-tool\n');
