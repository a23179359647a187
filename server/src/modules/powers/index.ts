export {
  findNotExercised,
  powersExercisedIn,
  type Standing,
  standingsOf,
} from './exercised.ts';
export { registerPowers } from './routes.ts';
export { seedPowers } from './seed.ts';
export { type Asked, type PowersTaken, powersTaken, type TakenBack } from './taken-back.ts';
