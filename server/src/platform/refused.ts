/**
 * Something a person has to put right before it can go on: a setting, a port, a model. The message says what and how,
 * and is printed as it is, without a stack.
 */
export class Refused extends Error {
  override name = 'Refused';
}
