package org.clipspark.job.robust.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipspark.job.report.Html;
import org.clipspark.job.report.PageFrame;
import org.clipspark.job.robust.card.Picture;
import org.clipspark.job.robust.card.RobustnessCard;
import org.clipspark.job.robust.task.AttackedUnit;
import org.clipspark.job.suite.page.Curves;

/**
 * The page of a card: one file that needs no other and no network. Names come from data sets and are made harmless.
 *
 * @param card what it shows
 * @param pictures addresses of changed images by caption
 * @param attacked a few images before and after, by attack
 */
public record CardPage(
        RobustnessCard card, Map<String, String> pictures, Map<String, List<AttackedUnit.Example>> attacked) {
    /** Name of the file within the output folder. */
    public static final String FILE_NAME = "robustness.html";

    /** Copies the maps, in their order. */
    public CardPage {
        pictures = new LinkedHashMap<>(pictures);
        attacked = new LinkedHashMap<>(attacked);
    }

    /** The whole page. */
    public String html() {
        CardCharts charts = new CardCharts();
        card.corruptions().ifPresent(charts::corruptions);
        charts.attacks(card.attacks());
        charts.texts(card);
        Curves curves = charts.curves();
        String body = CardTables.summary(card)
                + curves.html("Curves", "accuracy, and success of attacks")
                + CardTables.corruptions(card)
                + CardTables.shifts(card.shifts())
                + CardTables.attacks(card.attacks())
                + attackedImages()
                + CardTables.texts(card.texts())
                + CardTables.flips(card.flips())
                + gallery()
                + CardTables.lineage(card.subject());
        RobustnessCard.Subject subject = card.subject();
        String note = Html.escape(subject.checkpoint() + " · " + subject.dataset());
        return new PageFrame("robustness", subject.model(), note).html(body, curves.charts());
    }

    private String gallery() {
        StringBuilder html = new StringBuilder();
        pictures.forEach((caption, address) -> html.append(figure(caption, address)));
        return html.isEmpty() ? "" : section("Changes of an image", html.toString());
    }

    private String attackedImages() {
        StringBuilder html = new StringBuilder();
        attacked.forEach((attack, examples) -> {
            for (AttackedUnit.Example example : examples) {
                html.append(figure("before", example.before())).append(figure(attack, example.after()));
            }
        });
        return html.isEmpty() ? "" : section("Images before and after an attack", html.toString());
    }

    private static String section(String title, String figures) {
        return "<section><h2>" + title + "</h2>\n<div style=\"display:flex;flex-wrap:wrap;gap:.8rem\">" + figures
                + "</div></section>\n";
    }

    private static String figure(String caption, String address) {
        String name = Html.escape(caption);
        // Kept attacks may come from anywhere: only pictures of our own kind are shown.
        String picture = address.startsWith(Picture.ADDRESS)
                ? "<img src=\"" + Html.escape(address) + "\" alt=\"" + name + "\" width=\"96\">"
                : "";
        return "<figure style=\"margin:0;padding:.4rem\">" + picture + "<figcaption><small>" + name
                + "</small></figcaption></figure>\n";
    }
}
