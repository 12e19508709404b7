import 'reflect-metadata';
import { loadConfigFromProcess, variableNames } from './config/load-config.js';
import { diagnose } from './doctor/diagnose.js';
import { reportOf } from './doctor/report.js';
import { spellingFindings } from './doctor/spelling-findings.js';

/** `npm run doctor`: says what will not work, in Korean and English, and what to set. */
const findings = [
  ...(await diagnose(loadConfigFromProcess)),
  ...spellingFindings(variableNames()),
];
process.stdout.write(`${reportOf(findings)}\n`);
if (findings.some(({ level }) => level === 'broken')) process.exitCode = 1;
