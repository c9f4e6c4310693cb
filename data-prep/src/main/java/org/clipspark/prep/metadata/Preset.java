package org.clipspark.prep.metadata;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Columns of well-known metadata as published. Only address and caption must be there: the parts of a collection differ in
 * the rest.
 *
 * @param name of the preset
 * @param names by role, of which the first one that a file has counts; a role that is not there has no column
 * @param positions roles of the columns of a file without a header, or empty where files have one
 */
record Preset(String name, Map<ColumnRole, List<String>> names, List<ColumnRole> positions) {
    /** laion.ai/blog/laion-400-open-dataset: SAMPLE_ID, URL, TEXT, HEIGHT, WIDTH, LICENSE, NSFW, similarity. */
    private static final Preset LAION400M =
            of("laion400m", "url=URL caption=TEXT uid=SAMPLE_ID license=LICENSE nsfw=NSFW similarity=similarity");
    /**
     * laion.ai/blog/laion-5b, the parts en, multi and nolang, plain, joined with safety scores, or aesthetic. Their {@code
     * hash} is that of address and text, not of the image, and is not read.
     */
    private static final Preset LAION2B = of(
            "laion2b",
            "url=URL caption=TEXT license=LICENSE nsfw=NSFW language=LANGUAGE similarity=similarity punsafe=punsafe"
                    + " pwatermark=pwatermark aesthetic=aesthetic,AESTHETIC_SCORE");
    /** laion.ai/blog/relaion-5b: LAION-5B without links known to be harmful, most names in lower case. */
    private static final Preset RELAION = of(
            "relaion",
            "url=url,URL caption=caption,TEXT license=license,LICENSE nsfw=nsfw,NSFW language=language,LANGUAGE"
                    + " similarity=similarity punsafe=punsafe pwatermark=pwatermark aesthetic=aesthetic");
    /** github.com/kakaobrain/coyo-dataset; of the similarities that of ViT-L/14, of the safety scores OpenNSFW2's. */
    private static final Preset COYO700M = of(
            "coyo700m",
            "url=url caption=text uid=id similarity=clip_similarity_vitl14 punsafe=nsfw_score_opennsfw2"
                    + " pwatermark=watermark_score aesthetic=aesthetic_score_laion_v2");
    /** CommonPool and DataComp-1B, arXiv:2304.14108; of the similarities that of ViT-L/14. */
    private static final Preset DATACOMP = of(
            "datacomp",
            "url=url caption=text uid=uid similarity=clip_l14_similarity_score hash=sha256 boxes=face_bboxes");
    /** github.com/google-research-datasets/conceptual-captions: caption and address, no header. */
    private static final Preset CC3M = inOrder("cc3m", List.of(ColumnRole.CAPTION, ColumnRole.URL));
    /** github.com/google-research-datasets/conceptual-12m: address and caption, no header. */
    private static final Preset CC12M = inOrder("cc12m", List.of(ColumnRole.URL, ColumnRole.CAPTION));
    /**
     * What github.com/rom1504/img2dataset writes. Its {@code sha256} is that of the file before it was resized, and is not
     * compared with the image.
     */
    private static final Preset IMG2DATASET = of(
            "img2dataset",
            "key=key url=url caption=caption status=status error_message=error_message uid=uid"
                    + " license=LICENSE,license nsfw=NSFW,nsfw language=LANGUAGE,language similarity=similarity"
                    + " punsafe=punsafe pwatermark=pwatermark aesthetic=aesthetic,AESTHETIC_SCORE");

    private static final List<Preset> ALL =
            List.of(LAION400M, LAION2B, RELAION, COYO700M, DATACOMP, CC3M, CC12M, IMG2DATASET);

    Preset {
        names = Map.copyOf(names);
        positions = List.copyOf(positions);
    }

    /** Columns with names, spelled {@code role=name,othername} and separated by spaces. */
    private static Preset of(String name, String... columns) {
        Map<ColumnRole, List<String>> names = new EnumMap<>(ColumnRole.class);
        for (String column : String.join(" ", columns).split(" ", -1)) {
            String[] sides = column.split("=", 2);
            names.put(ColumnRole.named(sides[0]), List.of(sides[1].split(",", -1)));
        }
        return new Preset(name, names, List.of());
    }

    /** Columns that are called as their roles, where they are called anything. */
    private static Preset inOrder(String name, List<ColumnRole> positions) {
        Map<ColumnRole, List<String>> names = new EnumMap<>(ColumnRole.class);
        for (ColumnRole role : positions) {
            names.put(role, List.of(role.spelled()));
        }
        return new Preset(name, names, positions);
    }

    /**
     * The preset of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists all names
     */
    static Preset named(String name) {
        return ALL.stream()
                .filter(preset -> preset.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("preset '" + name + "': unknown, expected one of: "
                        + ALL.stream().map(Preset::name).collect(Collectors.joining(", "))));
    }
}
