package tallystick.app.api.settlement;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tallystick.app.api.Page;
import tallystick.app.api.Reads;
import tallystick.projections.settlement.SettlementProjection;
import tallystick.projections.settlement.SettlementView;
import tallystick.projections.settlement.SettlementView.Window;

/** {@code GET /v1/settlement/windows}, in order of opening, and {@code …/windows/{window}}. */
@RestController
public final class ReadWindowsController {

    private final Reads reads;
    private final SettlementView view;

    public ReadWindowsController(Reads reads, SettlementView view) {
        this.reads = reads;
        this.view = view;
    }

    @GetMapping("/v1/settlement/windows")
    Map<String, Object> list(HttpServletRequest request) {
        Page page = Page.of(request);
        reads.await(request, SettlementProjection.GROUP);
        return page.reply(
                "windows", after(page, view.windows()), Window::window, WindowResource::of);
    }

    @GetMapping("/v1/settlement/windows/{window}")
    WindowResource get(@PathVariable String window, HttpServletRequest request) {
        reads.await(request, SettlementProjection.GROUP, "window:" + window);
        return WindowResource.of(Reads.found(view.window(window), "settlement window"));
    }

    private static List<Window> after(Page page, List<Window> windows) {
        List<String> names = windows.stream().map(Window::window).toList();
        int from = page.after().isEmpty() ? 0 : names.indexOf(page.after()) + 1;
        return windows.subList(from, Math.min(windows.size(), from + page.wanted()));
    }
}
