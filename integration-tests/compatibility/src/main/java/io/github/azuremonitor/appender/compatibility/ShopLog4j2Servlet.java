package io.github.azuremonitor.appender.compatibility;

import jakarta.servlet.http.HttpServlet;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** Of a war: logs through its own Log4j2 when it begins and ends. */
public class ShopLog4j2Servlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    public void init() {
        logger().info("log4j2: shop opens");
    }

    @Override
    public void destroy() {
        logger().info("log4j2: shop closes");
    }

    private static Logger logger() {
        return LogManager.getLogger("com.example.Shop");
    }
}
