export default async function stopserver(): Promise<void> {}
