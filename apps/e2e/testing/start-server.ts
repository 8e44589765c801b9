export default async function startserver(): Promise<void> {}
