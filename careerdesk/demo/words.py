"""Names of people, companies and openings for the demo season. All invented; a likeness is chance."""

from typing import NamedTuple

WOMEN = (
    "Asha Aditi Ananya Bhavna Chitra Deepa Diya Esha Farah Gauri Harini Isha Jaya Kavya Lakshmi Meera Nandini Neha Ojaswi "
    "Parvati Pooja Priya Radhika Riya Sakshi Shreya Sneha Sonal Swati Tanvi Trisha Uma Vaishnavi Vidya Yamini Zoya Aaliya "
    "Mary Nidhi Rukmini Simran Ayesha"
).split()
MEN = (
    "Aarav Abhishek Aditya Akash Amit Anand Arjun Arvind Bharat Chetan Dev Dinesh Farhan Ganesh Harsh Imran Ishaan Jatin "
    "Karan Kartik Kunal Lokesh Manoj Mohit Naveen Nikhil Omkar Pranav Rahul Rajat Ravi Rohan Sahil Sanjay Siddharth Suresh "
    "Tarun Uday Varun Vikram Vivek Yash Zubair Joseph Gurpreet"
).split()
FAMILIES = (
    "Agarwal Bhat Chandra Chatterjee Das Desai Deshmukh Fernandes Gowda Gupta Hegde Iyer Jain Jha Joshi Kamath Kapoor Khan "
    "Kulkarni Kumar Mehta Menon Mishra Mukherjee Naidu Nair Pandey Patel Patil Pillai Prasad Rao Reddy Roy Saxena Shah Sharma "
    "Shetty Singh Sinha Srinivasan Thomas Tiwari Trivedi Varma Verma Yadav Ansari D’Souza Sheikh"
).split()
SWAHILI_WOMEN = (
    "Amina Asha Beatrice Consolata Esther Fatuma Grace Halima Joyce Mariam Neema Rehema Saida Upendo Zainab".split()
)
SWAHILI_MEN = (
    "Abdallah Baraka Daudi Emmanuel Frank Hamisi Ibrahim Juma Kelvin Musa Omari Peter Rajabu Salim Yusuf".split()
)
SWAHILI_FAMILIES = (
    "Kweka Lyimo Massawe Mbwambo Mollel Mrema Msangi Mushi Mwakyusa Mwinyi Ngowi Kimaro Shayo Swai Temba".split()
)

BRANCHES = {
    "CSE": ("Computing", 30),
    "IT": ("Computing", 16),
    "ECE": ("Electronics", 20),
    "EEE": ("Electrical Engineering", 12),
    "ME": ("Mechanical Engineering", 14),
    "CE": ("Civil Engineering", 8),
}

COMPANIES = {
    "Aravalli Systems": "https://aravalli-systems.example",
    "Kaveri Analytics": "https://kaveri-analytics.example",
    "Banyan Software": "https://banyan-software.example",
    "Sahyadri Motors": "https://sahyadri-motors.example",
    "Deccan Semiconductors": "https://deccan-semi.example",
    "Malabar Robotics": "https://malabar-robotics.example",
    "Nilgiri Health": "https://nilgiri-health.example",
    "Konkan Shipworks": "https://konkan-shipworks.example",
    "Vindhya Power": "https://vindhya-power.example",
    "Ganga Infrastructure": "https://ganga-infra.example",
    "Peepal Finance": "https://peepal-finance.example",
    "Monsoon Labs": "https://monsoon-labs.example",
    "Lotus Grid": "https://lotus-grid.example",
    "Tamarind Foods": "https://tamarind-foods.example",
    "Blue Heron Aerospace": "https://blue-heron.example",
    "Coral Telecom": "https://coral-telecom.example",
    "Saffron Retail": "https://saffron-retail.example",
    "Indus Materials": "https://indus-materials.example",
    "Meridian Consulting": "https://meridian-consulting.example",
    "Quartz Security": "https://quartz-security.example",
    "Mango Learning": "https://mango-learning.example",
    "Trident Logistics": "https://trident-logistics.example",
}


class Opening(NamedTuple):
    """One kind of job: who may apply, what it pays (lakh rupees a year, from–to), what it asks for."""

    title: str
    kind: str
    branches: tuple[str, ...]
    pay: tuple[float, float]
    skills: tuple[str, ...]
    what: str


_SOFTWARE = ("CSE", "IT")
_CIRCUITS = ("ECE", "EEE")
OPENINGS = (
    Opening("Software Engineer", "full-time", (*_SOFTWARE, "ECE"), (7, 18), ("Python", "SQL", "Git"),
            "You build and run services that people rely on every day, from the first sketch to the night it must not fail."),
    Opening("Data Analyst", "full-time", (), (5, 9), ("SQL", "Excel", "Statistics"),
            "You turn what the company measures into what it decides, and say plainly where the numbers do not reach."),
    Opening("Front-end Developer", "full-time", _SOFTWARE, (6, 12), ("TypeScript", "React", "CSS"),
            "You make tools that are quick on an old phone and usable with a keyboard alone."),
    Opening("Embedded Engineer", "full-time", (*_CIRCUITS, "CSE"), (6, 11), ("C", "RTOS", "CAN"),
            "You write the software inside machines: little memory, hard deadlines, real consequences."),
    Opening("VLSI Design Engineer", "full-time", ("ECE",), (9, 16), ("Verilog", "Timing analysis", "Python"),
            "You take blocks from specification to silicon, with verification that you would bet on."),
    Opening("Graduate Engineer Trainee", "full-time", ("ME", "EEE", "CE"), (4, 6.5), ("AutoCAD", "Safety", "MS Project"),
            "A year through planning, production and quality, with a mentor in each, before you choose your place."),
    Opening("Design Engineer", "full-time", ("ME",), (5, 8), ("SolidWorks", "GD&T", "FEA"),
            "You design parts that can be made, assembled and repaired, and test them until they break."),
    Opening("Site Engineer", "full-time", ("CE",), (4, 7), ("AutoCAD", "Surveying", "Estimation"),
            "You are the one who knows what stands, what comes next and whether the concrete has been tested."),
    Opening("Power Systems Engineer", "full-time", ("EEE",), (5, 9), ("MATLAB", "Protection", "SCADA"),
            "You plan and protect a grid that takes in more sun and wind every year."),
    Opening("Security Analyst", "full-time", _SOFTWARE, (7, 13), ("Networks", "Linux", "Incident response"),
            "You find out what happened, stop it, and leave the systems harder to break than before."),
    Opening("Business Analyst", "full-time", (), (5, 8.5), ("Communication", "Excel", "Process mapping"),
            "You sit between those who need something and those who build it, and write down what was really meant."),
    Opening("Machine Learning Engineer", "full-time", (*_SOFTWARE, "ECE"), (10, 24), ("Python", "PyTorch", "Statistics"),
            "You bring models from a notebook into a product and measure whether they helped."),
    Opening("Summer Internship, Engineering", "internship", (), (2.4, 6), ("Curiosity", "Git"),
            "Eight weeks on one problem of ours, with a mentor, and a talk about it at the end."),
    Opening("Industrial Training", "industrial-training", ("ME", "EEE", "CE", "ECE"), (1.2, 2.4), ("Safety",),
            "Twenty-four weeks on the shop floor and in the lab, with a logbook that your supervisor signs."),
    Opening("Operations Executive", "full-time", (), (4, 6), ("Communication", "Excel"),
            "You keep goods, people and promises moving, and know by ten o’clock what will be late."),
)  # fmt: skip
CITIES = ("Bengaluru", "Pune", "Hyderabad", "Chennai", "Mumbai", "Gurugram", "Kochi", "Ahmedabad", "Remote")
ROOMS = ("Seminar hall 2", "Placement cell, room 4", "Main block 101", "Online, link by mail")
REASONS = (
    "Below the cut-off of the written test",
    "Others fitted the role more closely",
    "Did not attend the interview",
    "Looking for more experience with embedded systems",
)
ROUNDS = (
    ("Pre-placement talk", "Online test", "Technical interview", "Talk with the team"),
    ("Written test", "Group discussion", "Interview"),
    ("Task to take home", "Talk about your work"),
)
CONDITIONS = (
    "The degree is completed by June, without active backlogs.",
    "Subject to the usual medical and background checks.",
    None,
)
DECLINE_CODES = ("another_offer", "location", "pay", "higher_studies", "role")
QUESTION = "The bond of 24 months has no amount. What does leaving earlier cost, and from which month is it counted?"
