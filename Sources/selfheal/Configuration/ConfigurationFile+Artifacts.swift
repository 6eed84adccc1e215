import Domain
import Queue

/// Where what jobs leave behind is put so that every node finds it.
extension ConfigurationFile {
    mutating func readArtifacts(_ top: YAMLSection) {
        guard let section = top.section("artifacts", known: ["folder", "s3"]) else { return }
        let bucket = section.section(
            "s3", known: ["endpoint", "bucket", "region", "prefix", "pathStyle"]
        ).flatMap(Self.bucket)
        switch (section.text("folder"), bucket) {
        case (let folder?, nil) where !section.has("s3"): artifacts = .folder(folder)
        case (nil, let bucket?): artifacts = .bucket(bucket)
        case (nil, nil) where section.has("s3") || section.has("folder"): break
        default: section.note("needs either `folder` or `s3`")
        }
        // What a part of a suite leaves behind reaches every node now.
        queue.policy.shardsAnywhere = artifacts != nil
    }

    private static func bucket(_ section: YAMLSection) -> BucketSettings? {
        guard
            let endpoint = section.required("endpoint", example: "endpoint: https://s3.eu-central-1.amazonaws.com"),
            section.address("endpoint") != nil, let name = section.required("bucket", example: "bucket: selfheal")
        else { return nil }
        guard name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]{1,61}[A-Za-z0-9]/) != nil else {
            section.note("bucket", "`artifacts.s3.bucket` is `\(name)`: expected a bucket's name, for example selfheal")
            return nil
        }
        var bucket = BucketSettings(endpoint: endpoint.trimmingSuffix("/"), bucket: name)
        bucket.region = section.text("region") ?? bucket.region
        if bucket.region.wholeMatch(of: /[A-Za-z0-9-]+/) == nil {
            section.note("region", "`artifacts.s3.region` is `\(bucket.region)`: expected for example eu-central-1")
        }
        bucket.prefix = section.text("prefix") ?? bucket.prefix
        if bucket.prefix.split(separator: "/", omittingEmptySubsequences: false).contains(where: {
            ["", ".", ".."].contains($0)
        }), !bucket.prefix.isEmpty {
            section.note("prefix", "`artifacts.s3.prefix` is `\(bucket.prefix)`: expected for example ci/selfheal")
        }
        let style: Answer? = section.choice("pathStyle")
        bucket.hasPathStyle = style != .no
        return bucket
    }

    private enum Answer: String, CaseIterable {
        case yes = "true"
        case no = "false"
    }
}
