// Runs before npm packs or publishes a package from its own folder, and refuses: its manifest has the private condition that leads
// to sources, which are not in the tarball. `npm run pack` packs from a copy without it, and without this.
process.stderr.write(
  '请在仓库根目录运行 npm run pack，再发布 var/tarballs 中的包 / Run npm run pack at the root, and publish the tarballs in var/tarballs\n',
);
process.exitCode = 1;
