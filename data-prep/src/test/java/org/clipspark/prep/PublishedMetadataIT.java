package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.MoodyWeb.Mood;
import org.clipspark.prep.MoodyWeb.Welcome;
import org.clipspark.prep.config.StrictYaml;
import org.clipspark.prep.fetch.TestCertificate;
import org.clipspark.prep.filter.LocalSpark;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** LAION's and Conceptual Captions' metadata as published, with the configs for them, against a web of all their hosts. */
class PublishedMetadataIT {
    private static final Path METADATA =
            Path.of(System.getProperty("clip.data.dir", "../shared/data")).resolve("web_metadata");
    private static final Path CONFIGS = Path.of("../conf/prep");
    private static final Pattern ADDRESS = Pattern.compile("(https?)://([^/?#:]+)(?::([0-9]+))?(.*)");

    @TempDir
    Path folder;

    private final SparkSession spark = LocalSpark.shared();

    /** A row of the metadata. */
    private record Published(String url, String caption) {
        String group(int number) {
            Matcher matcher = ADDRESS.matcher(url);
            assertThat(matcher.matches()).as(url).isTrue();
            return Optional.ofNullable(matcher.group(number)).orElse("");
        }

        String host() {
            return group(2).toLowerCase(Locale.ROOT);
        }

        String origin() {
            return group(1) + "://" + host() + ":" + group(3);
        }

        boolean isFetched() {
            return !caption.isBlank() && caption.strip().length() <= 1_000;
        }

        /** A name with an underscore is in no certificate of Java's. */
        boolean isTrusted() {
            return group(1).equals("http") || !host().contains("_");
        }

        Mood mood() {
            return Mood.of(host(), group(4));
        }

        String status(boolean isRepaired) {
            if (!isFetched()) {
                return caption.isBlank() ? "empty_caption" : "caption_too_long";
            } else if (!isTrusted()) {
                return "tls_error";
            }
            return switch (Welcome.of(host())) {
                case NOBODY -> "robots_disallowed";
                case UNREADABLE -> isRepaired ? answer(true) : "robots_unreachable";
                case ANYBODY -> answer(isRepaired);
            };
        }

        private String answer(boolean isRepaired) {
            return isRepaired && mood().isPassing() ? "success" : mood().status();
        }

        boolean isTriedAgain() {
            return Set.of("robots_unreachable", "read_timeout", "total_timeout").contains(status(false));
        }
    }

    @BeforeEach
    void requireData() {
        assumeTrue(Files.isDirectory(METADATA), "no real data at " + METADATA);
    }

    @Test
    void everyRowOfLaionEndsInTheStatusThatItDeserves() throws Exception {
        Path file = METADATA.resolve("laion_sample_1000.snappy.parquet");
        List<Published> rows = spark.read().parquet(file.toString()).select("URL", "TEXT").collectAsList().stream()
                .map(row -> new Published(
                        row.getString(0), Optional.ofNullable(row.getString(1)).orElse("")))
                .toList();

        assertThat(rows).hasSize(1_000);
        prepare(rows, "laion.yaml", file, "source.preset=laion400m");
    }

    @Test
    void everyRowOfConceptualCaptionsEndsInTheStatusThatItDeserves() throws Exception {
        List<String> lines =
                Files.readAllLines(METADATA.resolve("cc3m_validation_part.tsv")).subList(0, 1_000);
        // To shake hands with one host takes longer than all the rest, and those of LAION do it.
        List<String> plain =
                lines.stream().map(line -> line.replace("\thttps:", "\thttp:")).toList();
        Path file = Files.write(folder.resolve("cc3m.tsv"), plain);

        List<Published> rows = plain.stream()
                .map(line -> line.split("\t", -1))
                .map(cells -> new Published(cells[1], cells[0]))
                .toList();
        prepare(rows, "cc3m.yaml", file, "source.preset=cc3m");
    }

    private void prepare(List<Published> rows, String config, Path source, String preset)
            throws IOException, InterruptedException, GeneralSecurityException {
        Set<String> hosts = new HashSet<>();
        rows.stream().filter(Published::isTrusted).forEach(row -> hosts.add(row.host()));
        try (TestCertificate certificate = TestCertificate.of(hosts, folder);
                MoodyWeb web = new MoodyWeb(certificate.context())) {
            PrepConfig settings = settings(config, web, "source.path=" + source, preset);
            PrepareData.run(spark, settings, Clock.systemUTC());
            assertThat(statuses()).isEqualTo(expected(rows, false));
            assertOneRobotsRequest(rows, web);

            web.repair();
            // Another wait makes another fetcher, which knows no robots.txt: as in a process of its own.
            PrepConfig again = settings(config, web, "source.path=" + source, preset, "fetch.backoffSeconds=0.02");
            PrepareData.retryFailed(spark, again, Clock.systemUTC());
            assertThat(statuses()).isEqualTo(expected(rows, true));
            long tried = rows.stream()
                    .filter(Published::isTriedAgain)
                    .map(row -> row.host() + row.group(4))
                    .distinct()
                    .count();
            assertThat(web.asked()).hasSize((int) tried);
        }
    }

    private PrepConfig settings(String config, MoodyWeb web, String... others) {
        List<String> all = new ArrayList<>(List.of(
                "output=" + folder.resolve("out"),
                "split.validationFraction=0.0",
                "stage.rowsPerPart=500",
                "image.maxBytes=1000000",
                "fetch.connections=24",
                "fetch.connectionsPerHost=12",
                "fetch.connectTimeoutSeconds=10",
                "fetch.readTimeoutSeconds=3",
                "fetch.totalTimeoutSeconds=4",
                "fetch.retries=1",
                "fetch.backoffSeconds=0.01",
                "fetch.maxBackoffSeconds=0.05",
                "fetch.hostOverrides={'*': '" + web.address() + "'}",
                "fetch.allowedPrivateHosts=['*']"));
        all.addAll(List.of(others));
        return StrictYaml.load(CONFIGS.resolve(config), all, PrepConfig.class);
    }

    private Map<Long, String> statuses() {
        Map<Long, String> statuses = new TreeMap<>();
        for (String part : List.of("train", "rejected")) {
            for (Row row : spark.read()
                    .parquet(folder.resolve("out").resolve(part).toString())
                    .select("source_row", "status")
                    .collectAsList()) {
                assertThat(statuses.put(row.getLong(0), row.getString(1))).isNull();
            }
        }
        return statuses;
    }

    private static Map<Long, String> expected(List<Published> rows, boolean isRepaired) {
        Map<Long, String> expected = new TreeMap<>();
        for (int i = 0; i < rows.size(); i++) {
            expected.put((long) i, rows.get(i).status(isRepaired));
        }
        return expected;
    }

    /** One for each scheme and port of a host; where it failed it was tried once more. */
    private static void assertOneRobotsRequest(List<Published> rows, MoodyWeb web) {
        Map<String, Set<String>> origins = new TreeMap<>();
        rows.stream()
                .filter(row -> row.isFetched() && row.isTrusted())
                .forEach(row -> origins.computeIfAbsent(row.host(), any -> new HashSet<>())
                        .add(row.origin()));
        assertThat(origins).hasSizeGreaterThan(200);
        origins.forEach((host, all) -> {
            int attempts = Welcome.of(host) == Welcome.UNREADABLE ? 2 : 1;
            assertThat(web.robotsRequests(host)).as(host).isEqualTo(attempts * all.size());
        });
    }
}
