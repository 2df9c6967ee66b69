// A certified OpenID provider on loopback: node oidc.js '{"port": 4000, "clients": [{…}], "people": {"asha": {"email": …}}}'
import Provider from 'oidc-provider'

const { port, clients, people } = JSON.parse(process.argv[2])
const issuer = `http://127.0.0.1:${port}`
const provider = new Provider(issuer, {
  clients,
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'], groups: ['groups'] },
  scopes: ['openid', 'email', 'profile', 'groups'],
  cookies: { keys: ['only for tests'] },
  pkce: { required: () => true },
  features: { devInteractions: { enabled: true } },
  findAccount: (_, sub) => people[sub] && { accountId: sub, claims: async () => ({ sub, ...people[sub] }) },
})
provider.on('server_error', (_, error) => console.error(error))
provider.listen(port, '127.0.0.1', () => console.log('ready'))
