/** Passwords and their stems seen most in public breach statistics; longer ones are what people make of them to reach 15 characters. */
export const commonPasswords: ReadonlySet<string> = new Set(
  `password passwordpassword passwort passwortpasswort qwertyuiop qwertyuiopasdf qwertyqwerty letmein letmeinplease iloveyou iloveyouforever
  welcome welcometothejungle administrator administratoradmin changeme changemeplease correcthorsebatterystaple abcdefghijklmno
  abcdefghijklmnop qwertzuiop asdfghjklasdfgh sunshine princess football baseball dragon monkey superman batman trustnoone starwars
  123456789012345 1234567890123456 111111111111111 000000000000000 123123123123123 987654321098765 123456789123456 111111111111111111
  password1234567 password12345678 passwordpassword1 qwerty123456789 administrator1234 welcome12345678 iloveyou1234567`
    .split(/\s+/)
    .filter(Boolean),
);
