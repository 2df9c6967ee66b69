// A SAML identity provider on loopback: node saml.js '{"port": 4000, "key": "…", "cert": "…", "acs": "https://…", "people": {…}}'
import { createServer } from 'node:http'
import samlp from 'samlp'

const { port, key, cert, acs, people, signResponse = false } = JSON.parse(process.argv[2])
const issuer = `http://127.0.0.1:${port}/metadata`
const sso = samlp.auth({
  issuer,
  key,
  cert,
  recipient: acs,
  destination: acs,
  signResponse,
  getPostURL: (_audience, _request, _req, done) => done(null, acs),
  getUserFromRequest: (req) => req.user,
})
const metadata = samlp.metadata({ issuer, cert, redirectEndpointPath: '/sso', postEndpointPath: '/sso' })

function express(req, res) {
  const url = new URL(req.url, `http://127.0.0.1:${port}`)
  req.query = Object.fromEntries(url.searchParams)
  req.protocol = 'http'
  req.originalUrl = req.url
  req.get = (name) => req.headers[name.toLowerCase()]
  res.set = (name, value) => res.setHeader(name, value)
  res.send = (status, body) => {
    if (typeof status === 'number') res.statusCode = status
    res.end(String(typeof status === 'number' ? (body ?? '') : status))
  }
  return url
}

createServer(async (req, res) => {
  const url = express(req, res)
  const failed = (error) => {
    console.error(error)
    res.statusCode = 500
    res.end(String(error))
  }
  if (url.pathname === '/metadata') return metadata(req, res, failed)
  if (req.method === 'GET') {
    res.setHeader('content-type', 'text/html')
    return res.end(
      '<!doctype html><html lang="en"><title>Campus sign-in</title><form method="post">' +
        '<label>User <input name="login"></label><button>Sign in</button></form></html>',
    )
  }
  const parts = []
  for await (const part of req) parts.push(part)
  const login = new URLSearchParams(Buffer.concat(parts).toString()).get('login')
  const person = people[login]
  if (!person) return res.send(401, 'Nobody of that name')
  req.method = 'GET' // the request came by HTTP-Redirect; the form only asked who it is
  req.user = { id: login, emails: [{ value: person.email }], displayName: person.name, name: {}, groups: person.groups }
  return sso(req, res, failed)
}).listen(port, '127.0.0.1', () => console.log('ready'))
