# The image holds Baton compiled, without its development dependencies.
FROM node:24-bookworm-slim AS build
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
WORKDIR /baton
COPY package.json package-lock.json .npmrc tsconfig.json ./
RUN npm ci
COPY src src
RUN node src/build.mjs && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /baton
COPY --from=build /baton/node_modules node_modules
COPY --from=build /baton/dist dist
COPY package.json manifest.yml ./
COPY src/baton.mjs src/build.mjs src/
COPY data/team.yml data/team.yml
COPY runbooks runbooks
RUN chown -R node:node data
USER node
# The database is in data; give it a volume.
VOLUME /baton/data
CMD ["node", "src/baton.mjs"]
