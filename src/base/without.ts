/** A copy without some of its properties. */
export function without<Value extends object, Key extends keyof Value>(
  value: Value,
  keys: readonly Key[],
): Omit<Value, Key> {
  const copy = { ...value };
  keys.forEach((key) => Reflect.deleteProperty(copy, key));
  return copy;
}
