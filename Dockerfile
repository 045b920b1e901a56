# Two stages: the first installs what production needs, the second only runs it. There is no build
# step: Node runs the TypeScript sources. Optional dependencies are runtimes for development machines.
FROM node:26.10.0-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

FROM node:26.10.0-slim
ENV NODE_ENV=production DATA_DIR=/data NODE_COMPILE_CACHE=/app/compiled
WORKDIR /app
RUN groupadd --system --gid 10001 tirek \
  && useradd --system --uid 10001 --gid tirek --no-create-home tirek \
  && mkdir /data /app/compiled && chown tirek:tirek /data /app/compiled
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY locales ./locales
COPY knowledge ./knowledge
COPY src ./src
USER 10001:10001
# Compiles what every start needs, with the flags of the start: the cache is kept apart by flags.
RUN node --optimize-for-size --max-semi-space-size=2 --v8-pool-size=1 --eval "import('/app/src/app.ts')"
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
  CMD ["node", "--input-type=module", "--eval", "const r = await fetch(`http://127.0.0.1:${process.env.PORT || 8080}/readyz`); process.exit(r.ok ? 0 : 1)"]
CMD ["node", "--optimize-for-size", "--max-semi-space-size=2", "--v8-pool-size=1", "src/main.ts"]
