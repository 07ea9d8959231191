import { authenticatorCode } from '../modules/people/index.ts';
import { systemClock } from '../platform/time/clock.ts';
import { demonstrationData } from './demo.ts';
import { keysOfAuthenticators } from './demo/authenticators.ts';
import { NOT_UNDERSTOOD } from './exit-codes.ts';

/** `demo-code NAME`: the six digits that somebody of the demonstration would read off their phone now. */
export function demoCode(args: readonly string[]): Promise<number> {
  const [given, ...more] = args;
  const keys = keysOfAuthenticators(demonstrationData(process.env));
  const secret = keys.get((given ?? '').replace(/@demo\.example$/, ''));
  if (secret === undefined || more.length > 0) {
    console.error(`demo-code: name one of ${[...keys.keys()].join(', ')}.`);
    return Promise.resolve(NOT_UNDERSTOOD);
  }
  console.log(authenticatorCode(secret, systemClock.now()));
  return Promise.resolve(0);
}
